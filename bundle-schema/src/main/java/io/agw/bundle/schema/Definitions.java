package io.agw.bundle.schema;

import io.agw.bundle.shape.FieldShape;
import io.agw.bundle.shape.FieldShape.Presence;
import io.agw.bundle.shape.FieldType;
import io.agw.bundle.shape.RecordShape;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// The `definitions` of a schema: one for each record, made when it is first referred to.
final class Definitions {
    private final SortedMap<String, ObjectNode> definitions = new TreeMap<>();

    Definitions() {
        definitions.put(Types.REFERENCE, Types.referenceDefinition());
    }

    /// `{"$ref": …}` of a record.
    ObjectNode reference(RecordShape shape) {
        var name = Names.of(shape.type());
        if (!definitions.containsKey(name)) {
            var definition = JsonNodeFactory.instance.objectNode();
            definitions.put(name, definition);
            fill(definition, shape);
        }
        return Types.reference(name);
    }

    /// All of them by name.
    ObjectNode json() {
        var json = JsonNodeFactory.instance.objectNode();
        definitions.forEach(json::set);
        return json;
    }

    private void fill(ObjectNode definition, RecordShape shape) {
        if (!shape.doc().isEmpty()) {
            definition.put("description", shape.doc());
        }
        definition.put("type", "object");
        var required = shape.fields().stream().filter(FieldShape::required).toList();
        if (!required.isEmpty()) {
            var names = definition.putArray("required");
            required.forEach(field -> names.add(field.name()));
        }
        var properties = definition.putObject("properties");
        shape.fields().forEach(field -> properties.set(field.name(), property(field)));
        definition.put("additionalProperties", false);
    }

    private ObjectNode property(FieldShape field) {
        var property = JsonNodeFactory.instance.objectNode();
        property.put("description", field.doc());
        property.setAll(type(field, field.type()));
        if (property.has("$ref")) {
            // In draft-07 nothing counts beside a $ref.
            var reference = property.remove("$ref");
            property.putArray("allOf").addObject().set("$ref", reference);
        }
        if (field.presence() == Presence.EMPTY) {
            property.set(
                    "default",
                    field.type() instanceof FieldType.MapOf
                            ? JsonNodeFactory.instance.objectNode()
                            : JsonNodeFactory.instance.arrayNode());
        }
        field.defaultJson().ifPresent(value -> property.set("default", value));
        if (field.presence() == Presence.OPTIONAL) {
            absence(field.type(), property);
        }
        return property;
    }

    /// What stands for a member that says nothing: an empty text, or null.
    private static void absence(FieldType type, ObjectNode property) {
        if (type instanceof FieldType.Text || type instanceof FieldType.SecretText) {
            property.put("default", "");
            return;
        }
        if (type instanceof FieldType.Union) {
            property.putArray("type").add("object").add("null");
            property.putNull("default");
            return;
        }
        if (property.remove("allOf") instanceof ArrayNode reference) {
            property.set("anyOf", reference);
        }
        property.withArray("anyOf").addObject().put("type", "null");
        property.putNull("default");
    }

    private ObjectNode type(FieldShape field, FieldType type) {
        return switch (type) {
            case FieldType.Text text -> Types.text(field, text);
            case FieldType.Bool _ -> Types.bool();
            case FieldType.Int integer -> Types.integer(integer);
            case FieldType.Real real -> Types.real(real);
            case FieldType.DurationText _ -> Types.duration();
            case FieldType.Timestamp _ -> Types.timestamp();
            case FieldType.Choice choice -> Types.choice(choice.words().keySet());
            case FieldType.Spelled(var spelling) -> Types.spelled(spelling, field.required());
            case FieldType.ListOf list ->
                    Types.list(type(field, list.element()), list.min(), list.max());
            case FieldType.MapOf map -> Types.map(type(field, map.value()), map.min(), map.max());
            case FieldType.Nested(var shape) -> reference(shape);
            case FieldType.Union union -> union(union);
            case FieldType.SecretText _ -> Types.secret();
            case FieldType.Free _ -> Types.any();
        };
    }

    /// By the tag, one case at a time: an editor then says what is wrong in the case that is meant,
    /// and not that none of them fits.
    private ObjectNode union(FieldType.Union union) {
        var schema = JsonNodeFactory.instance.objectNode();
        schema.put("type", "object");
        schema.putArray("required").add(union.tag());
        schema.putObject("properties").set(union.tag(), Types.words(union.words()));
        var cases = schema.putArray("allOf");
        union.cases()
                .forEach((word, shape) -> {
                    var choice = cases.addObject();
                    var condition = choice.putObject("if").put("type", "object");
                    condition.putObject("properties").putObject(union.tag()).put("const", word);
                    condition.putArray("required").add(union.tag());
                    choice.set("then", tagged(union, word, shape));
                });
        return schema;
    }

    private ObjectNode tagged(FieldType.Union union, String word, RecordShape shape) {
        var reference = reference(shape);
        var name = Names.of(shape.type());
        var definition = definitions.get(name);
        if (definition != null && definition.path("properties") instanceof ObjectNode properties) {
            properties
                    .putObject(union.tag())
                    .put("description", "Which of the forms it is.")
                    .put("const", word)
                    .put("default", word);
        }
        return reference;
    }
}
