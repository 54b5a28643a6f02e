package io.agw.server.dialect.shape.generate;

import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// The vendor's older schemas, a part of OpenAPI's, as JSON Schema: types in upper case,
/// `nullable`, whole numbers as strings, names in either spelling.
final class OpenApiSchema {
    private static final Set<String> SCHEMAS = Set.of("items", "additionalProperties", "not");
    private static final Set<String> SCHEMA_LISTS =
            Set.of("anyOf", "allOf", "oneOf", "prefixItems");
    private static final Set<String> SCHEMA_MAPS = Set.of("properties", "defs", "$defs");
    private static final Set<String> COUNTS =
            Set.of(
                    "minItems",
                    "maxItems",
                    "minProperties",
                    "maxProperties",
                    "minLength",
                    "maxLength");
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private OpenApiSchema() {}

    static JsonNode toJsonSchema(JsonNode schema) {
        if (!(schema instanceof ObjectNode object)) {
            return schema;
        }
        var written = NODES.objectNode();
        for (var member : object.properties()) {
            var name = name(member.getKey());
            var value = member(name, member.getValue());
            if (value != null) {
                written.set(name, value);
            }
        }
        if (object.path("nullable").asBoolean(false)) {
            allowNull(written);
        }
        return written;
    }

    private static String name(String name) {
        return switch (name) {
            case "ref" -> "$ref";
            case "defs" -> "$defs";
            case "example" -> "examples";
            default -> name.startsWith("$") ? name : Spelling.camel(name);
        };
    }

    /// Null for what JSON Schema says otherwise.
    private static @Nullable JsonNode member(String name, JsonNode value) {
        if (name.equals("nullable")) {
            return null;
        }
        if (name.equals("type")) {
            return type(value);
        }
        if (name.equals("examples") && !value.isArray()) {
            return NODES.arrayNode().add(value);
        }
        if (COUNTS.contains(name) && value.isString()) {
            return count(value);
        }
        if (SCHEMAS.contains(name)) {
            return toJsonSchema(value);
        }
        if (SCHEMA_LISTS.contains(name) && value instanceof ArrayNode list) {
            var schemas = NODES.arrayNode();
            list.forEach(item -> schemas.add(toJsonSchema(item)));
            return schemas;
        }
        if (SCHEMA_MAPS.contains(name) && value instanceof ObjectNode map) {
            var schemas = NODES.objectNode();
            map.properties()
                    .forEach(each -> schemas.set(each.getKey(), toJsonSchema(each.getValue())));
            return schemas;
        }
        return value;
    }

    private static @Nullable JsonNode type(JsonNode type) {
        if (!type.isString()) {
            return type;
        }
        var word = type.stringValue().toLowerCase(Locale.ROOT);
        return word.equals("type_unspecified") ? null : NODES.stringNode(word);
    }

    private static JsonNode count(JsonNode text) {
        try {
            return NODES.numberNode(Long.parseLong(text.stringValue()));
        } catch (NumberFormatException e) {
            return text;
        }
    }

    private static void allowNull(ObjectNode schema) {
        var type = schema.path("type");
        if (type.isString()) {
            schema.set("type", NODES.arrayNode().add(type).add("null"));
        }
        if (schema.get("enum") instanceof ArrayNode words) {
            schema.set("enum", words.deepCopy().addNull());
        }
        if (schema.get("anyOf") instanceof ArrayNode schemas) {
            schema.set("anyOf", schemas.deepCopy().add(NODES.objectNode().put("type", "null")));
        }
    }
}
