package io.agw.server.dispatch;

import java.util.ArrayDeque;
import java.util.Deque;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ContainerNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// A document that may break off: what came of it whole. Texts of it are whole or not there, so
/// that no half of a secret passes for something else.
final class BegunJson {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final ArrayNode roots = NODES.arrayNode();
    private final Deque<ContainerNode<?>> open = new ArrayDeque<>();
    private String name = "";

    private BegunJson() {
        open.push(roots);
    }

    /// Missing when nothing of it can be read.
    static JsonNode read(byte[] body) {
        var begun = new BegunJson();
        try (var parser = JsonMapper.shared().createParser(body)) {
            for (var token = parser.nextToken(); token != null; token = parser.nextToken()) {
                begun.take(token, parser);
            }
        } catch (JacksonException _) {
            // it breaks off here
        }
        return begun.roots.path(0);
    }

    private void take(JsonToken token, JsonParser parser) {
        switch (token) {
            case PROPERTY_NAME -> name = parser.currentName();
            case START_OBJECT -> begin(NODES.objectNode());
            case START_ARRAY -> begin(NODES.arrayNode());
            case END_OBJECT, END_ARRAY -> open.pop();
            case VALUE_STRING -> add(NODES.stringNode(parser.getString()));
            case VALUE_NUMBER_INT,
                    VALUE_NUMBER_FLOAT,
                    VALUE_TRUE,
                    VALUE_FALSE,
                    VALUE_NULL,
                    VALUE_EMBEDDED_OBJECT,
                    NOT_AVAILABLE ->
                    add(NODES.nullNode()); // nobody looks for these in an error
        }
    }

    private void begin(ContainerNode<?> container) {
        add(container);
        open.push(container);
    }

    private void add(JsonNode value) {
        if (open.peek() instanceof ObjectNode object) {
            object.set(name, value);
        } else if (open.peek() instanceof ArrayNode list) {
            list.add(value);
        }
    }
}
