package io.agw.server.dialect.shape.messages;

import io.agw.server.dialect.shape.Fields;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/// What a request says that the conversation has no word for, collected while it is read.
final class Leftovers {
    private final List<String> foreign = new ArrayList<>();
    private final SortedMap<String, JsonNode> hints = new TreeMap<>();

    /// A member that changes cost, speed or bookkeeping only.
    void hint(Fields fields, String name) {
        var value = fields.any(name);
        if (value != null && !(value.isArray() && value.isEmpty())) {
            hints.put(fields.path(name), value);
        }
    }

    /// Every member that nobody took changes cost, speed or bookkeeping only.
    void restIsHints(Fields fields) {
        for (var name : List.copyOf(fields.node().propertyNames())) {
            if (fields.left().contains(fields.path(name))) {
                hint(fields, name);
            }
        }
    }

    /// A member that means something to the answer.
    void foreign(String path) {
        foreign.add(path);
    }

    /// A member that means something to the answer unless it says nothing: false, or a list or an
    /// object that is empty.
    void foreignUnlessIdle(Fields fields, String name) {
        var value = fields.any(name);
        boolean idle =
                value == null
                        || (value.isContainer() && value.isEmpty())
                        || (value.isBoolean() && !value.booleanValue());
        if (!idle) {
            foreign.add(fields.path(name));
        }
    }

    /// Every member that nobody took.
    void restIsForeign(Fields fields) {
        foreign.addAll(fields.left());
    }

    List<String> foreign() {
        return foreign;
    }

    SortedMap<String, JsonNode> hints() {
        return hints;
    }
}
