package io.agw.server.dialect.shape;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/// What a request holds besides the conversation. Not thread-safe.
public final class Asides {
    private final List<String> foreign = new ArrayList<>();
    private final SortedMap<String, JsonNode> hints = new TreeMap<>();

    /// Something that the conversation has no word for.
    public void foreign(String path) {
        foreign.add(path);
    }

    /// Members that nobody took.
    public void rest(Fields fields) {
        foreign.addAll(fields.left());
    }

    /// A member that changes no word of the answer.
    public void hint(Fields fields, String name) {
        var value = fields.any(name);
        if (value != null) {
            hints.put(fields.path(name), value);
        }
    }

    public List<String> foreign() {
        return foreign;
    }

    public SortedMap<String, JsonNode> hints() {
        return hints;
    }
}
