package io.agw.server.dialect.shape.chat;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// What a request asks for and could be left out, each said once. Not thread-safe.
final class Left {
    private final Set<String> names = new LinkedHashSet<>();

    void add(String name) {
        names.add(name);
    }

    List<String> names() {
        return List.copyOf(names);
    }
}
