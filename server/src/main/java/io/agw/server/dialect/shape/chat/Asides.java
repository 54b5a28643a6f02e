package io.agw.server.dialect.shape.chat;

import io.agw.server.dialect.shape.Fields;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/// What a request holds besides the conversation. Not thread-safe.
final class Asides {
    private final List<String> foreign = new ArrayList<>();
    private final SortedMap<String, JsonNode> hints = new TreeMap<>();

    /// Something that the conversation has no word for.
    void foreign(String path) {
        foreign.add(path);
    }

    /// Members that nobody took.
    void rest(Fields fields) {
        foreign.addAll(fields.left());
    }

    /// A member that changes no word of the answer.
    void hint(Fields fields, String name) {
        var value = fields.any(name);
        if (value != null) {
            hints.put(fields.path(name), value);
        }
    }

    List<String> foreign() {
        return foreign;
    }

    SortedMap<String, JsonNode> hints() {
        return hints;
    }
}
