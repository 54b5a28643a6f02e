package io.agw.bundle.export;

import io.agw.bundle.reference.References;
import io.agw.bundle.shape.FieldShape;
import io.agw.bundle.shape.FieldShape.Presence;
import io.agw.bundle.shape.FieldType;
import io.agw.bundle.shape.RecordShape;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Leaves out of a tree what reading it fills in again, and puts its members into the record's
/// order. Texts that look like references are escaped; secrets are references already.
final class Brevity {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private Brevity() {}

    static ObjectNode of(RecordShape shape, JsonNode tree) {
        var brief = JSON.objectNode();
        members(shape, tree, brief);
        return brief;
    }

    private static void members(RecordShape shape, JsonNode tree, ObjectNode brief) {
        for (var field : shape.fields()) {
            var value = tree.get(field.name());
            var kept = value == null ? null : member(field, value);
            if (kept != null) {
                brief.set(field.name(), kept);
            }
        }
    }

    /// What to write of a member, or null when nothing.
    private static @Nullable JsonNode member(FieldShape field, JsonNode value) {
        boolean isDefault = field.defaultJson().filter(value::equals).isPresent();
        if (isDefault) {
            return null;
        }
        var brief = value(field.type(), value);
        boolean maySayNothing =
                field.presence() == Presence.EMPTY
                        || field.defaultJson().filter(JsonNode::isEmpty).isPresent();
        return maySayNothing && brief.isContainer() && brief.isEmpty() ? null : brief;
    }

    private static JsonNode value(FieldType type, JsonNode value) {
        return switch (type) {
            case FieldType.Text _ -> JSON.stringNode(References.escape(value.asString()));
            case FieldType.ListOf list -> {
                var items = JSON.arrayNode(value.size());
                value.forEach(item -> items.add(value(list.element(), item)));
                yield items;
            }
            case FieldType.MapOf map -> {
                var entries = JSON.objectNode();
                value.propertyStream()
                        .sorted(Map.Entry.comparingByKey())
                        .forEach(entry ->
                                entries.set(entry.getKey(), value(map.value(), entry.getValue())));
                yield entries;
            }
            case FieldType.Nested(var shape) -> of(shape, value);
            case FieldType.Union union -> union(union, value);
            case FieldType.Free _ -> free(value);
            case FieldType.Bool _,
                    FieldType.Int _,
                    FieldType.Real _,
                    FieldType.DurationText _,
                    FieldType.Timestamp _,
                    FieldType.Choice _,
                    FieldType.Spelled _,
                    FieldType.SecretText _ ->
                    value;
        };
    }

    private static ObjectNode union(FieldType.Union union, JsonNode value) {
        var brief = JSON.objectNode();
        var tag = value.path(union.tag()).asString("");
        brief.put(union.tag(), tag);
        var shape = union.cases().get(tag);
        if (shape != null) {
            members(shape, value, brief);
        }
        return brief;
    }

    private static JsonNode free(JsonNode value) {
        if (value.isString()) {
            return JSON.stringNode(References.escape(value.asString()));
        }
        if (value.isObject()) {
            var entries = JSON.objectNode();
            value.properties()
                    .forEach(entry -> entries.set(entry.getKey(), free(entry.getValue())));
            return entries;
        }
        if (value.isArray()) {
            var items = JSON.arrayNode(value.size());
            value.forEach(item -> items.add(free(item)));
            return items;
        }
        return value;
    }
}
