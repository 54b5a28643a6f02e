package io.agw.server.dialect.shape.generate;

import io.agw.server.dialect.conversation.Hints;
import io.agw.server.dialect.shape.Fields;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// What of a request is no part of the conversation: hints, and what no other dialect can be asked
/// for. Not thread-safe.
final class Aside {
    private final SortedMap<String, JsonNode> hints = new TreeMap<>();
    private final List<String> foreign = new ArrayList<>();

    void hint(String path, @Nullable JsonNode value) {
        if (value != null) {
            hints.put(path, value);
        }
    }

    void foreign(String path) {
        foreign.add(path);
    }

    /// Whatever nobody took of an object is foreign.
    void rest(Fields fields) {
        foreign.addAll(fields.left());
    }

    Hints hints() {
        return new Hints(null, hints);
    }

    List<String> foreign() {
        return foreign;
    }
}
