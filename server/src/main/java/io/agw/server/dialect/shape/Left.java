package io.agw.server.dialect.shape;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// What a request asks for and could be left out, each said once. Not thread-safe.
public final class Left {
    private final Set<String> names = new LinkedHashSet<>();

    public void add(String name) {
        names.add(name);
    }

    public List<String> names() {
        return List.copyOf(names);
    }
}
