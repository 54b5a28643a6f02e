package io.agw.server.dialect.shape.generate;

import io.agw.server.dialect.shape.Inexpressible;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Brings a request to one spelling, as the API itself does: names in `snake_case` count as their
/// `camelCase`, one object counts as a list of one, a string as a part that is text. What belongs
/// to the client (arguments, schemas, labels) is not touched.
final class Spelling {
    private static final Set<String> CLIENTS =
            Set.of(
                    "args",
                    "response",
                    "parameters",
                    "parametersJsonSchema",
                    "responseSchema",
                    "responseJsonSchema",
                    "labels");
    private static final Set<String> LISTS =
            Set.of("contents", "parts", "tools", "functionDeclarations");
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private Spelling() {}

    static ObjectNode canonical(ObjectNode object) throws Inexpressible {
        return canonical(object, "");
    }

    /// A name in `camelCase`.
    static String camel(String name) {
        if (name.indexOf('_') < 0) {
            return name;
        }
        var camel = new StringBuilder(name.length());
        boolean rises = false;
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c == '_') {
                rises = !camel.isEmpty();
            } else {
                camel.append(rises ? Character.toUpperCase(c) : c);
                rises = false;
            }
        }
        return camel.toString();
    }

    private static ObjectNode canonical(ObjectNode object, String path) throws Inexpressible {
        var spelt = NODES.objectNode();
        for (var member : object.properties()) {
            var name = camel(member.getKey());
            var memberPath = path.isEmpty() ? name : path + "." + name;
            if (spelt.has(name)) {
                throw new Inexpressible(memberPath, "stands here twice (expected: one spelling)");
            }
            spelt.set(name, member(name, member.getValue(), memberPath));
        }
        return spelt;
    }

    private static JsonNode member(String name, JsonNode value, String path) throws Inexpressible {
        if (CLIENTS.contains(name)) {
            return value;
        }
        if (name.equals("systemInstruction") && value.isString()) {
            return NODES.objectNode().set("parts", NODES.arrayNode().add(text(value)));
        }
        if (LISTS.contains(name) && (value.isObject() || value.isString())) {
            return items(name, NODES.arrayNode().add(value), path);
        }
        return switch (value) {
            case ObjectNode object -> canonical(object, path);
            case ArrayNode list -> items(name, list, path);
            default -> value;
        };
    }

    private static ArrayNode items(String name, ArrayNode list, String path) throws Inexpressible {
        var spelt = NODES.arrayNode();
        for (int i = 0; i < list.size(); i++) {
            var item = list.get(i);
            if (item instanceof ObjectNode object) {
                spelt.add(canonical(object, path + "[" + i + "]"));
            } else {
                spelt.add(name.equals("parts") && item.isString() ? text(item) : item);
            }
        }
        return spelt;
    }

    private static ObjectNode text(JsonNode words) {
        return NODES.objectNode().set("text", words);
    }
}
