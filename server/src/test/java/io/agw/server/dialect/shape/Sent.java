package io.agw.server.dialect.shape;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// What was written, with the arguments of tools as whoever it is sent to reads them: a writer has
/// them as text.
public final class Sent {
    private Sent() {}

    public static ObjectNode over(JsonNode written) {
        return (ObjectNode) opened(written);
    }

    private static JsonNode opened(JsonNode node) {
        if (node.isPojo()) {
            return ToolArguments.EXACT.readTree(node.toString());
        }
        if (node instanceof ObjectNode object) {
            var copy = ToolArguments.EXACT.createObjectNode();
            object.forEachEntry((name, value) -> copy.set(name, opened(value)));
            return copy;
        }
        if (node.isArray()) {
            var copy = ToolArguments.EXACT.createArrayNode();
            node.forEach(item -> copy.add(opened(item)));
            return copy;
        }
        return node;
    }
}
