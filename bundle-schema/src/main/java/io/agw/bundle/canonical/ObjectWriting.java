package io.agw.bundle.canonical;

import io.agw.bundle.document.Trees;
import io.agw.bundle.model.SecretValue;
import io.agw.bundle.shape.FieldShape;
import io.agw.bundle.shape.FieldShape.Presence;
import io.agw.bundle.shape.FieldType;
import io.agw.bundle.shape.RecordShape;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// The writing of one object in canonical form: record to tree by shape, secrets set apart.
final class ObjectWriting {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final Map<String, SecretValue> secrets = new HashMap<>();

    /// The secrets met so far, by JSON pointer.
    Map<String, SecretValue> secrets() {
        return secrets;
    }

    ObjectNode record(RecordShape shape, Object record, Path path) {
        var tree = JSON.objectNode();
        write(shape, record, path, tree);
        return tree;
    }

    private void write(RecordShape shape, Object record, Path path, ObjectNode tree) {
        var values = shape.values(record);
        for (int i = 0; i < values.size(); i++) {
            var field = shape.fields().get(i);
            var value = values.get(i);
            if (value == null || isEmptyText(field, value)) {
                continue;
            }
            var json = value(field.type(), value, path.member(field.name()));
            if (json != null) {
                tree.set(field.name(), json);
            }
        }
    }

    /// An empty optional text says nothing; reading drops it too.
    private static boolean isEmptyText(FieldShape field, Object value) {
        return field.presence() == Presence.OPTIONAL
                && value instanceof String text
                && text.isBlank();
    }

    /// The JSON of a value, or null for a secret.
    private @Nullable JsonNode value(FieldType type, Object value, Path path) {
        return switch (type) {
            case FieldType.Text _, FieldType.Timestamp _, FieldType.Spelled _ ->
                    JSON.stringNode(value.toString());
            case FieldType.Bool _ -> JSON.booleanNode((Boolean) value);
            case FieldType.Int _ -> Trees.number(((Number) value).longValue());
            case FieldType.Real _ -> JSON.numberNode(((Number) value).doubleValue());
            case FieldType.DurationText _ -> JSON.stringNode(Durations.text((Duration) value));
            case FieldType.Choice choice -> JSON.stringNode(choice.wordOf(value));
            case FieldType.ListOf list -> list(list, (List<?>) value, path);
            case FieldType.MapOf map -> map(map, (Map<?, ?>) value, path);
            case FieldType.Nested(var shape) -> record(shape, value, path);
            case FieldType.Union union -> union(union, value, path);
            case FieldType.SecretText _ -> {
                secrets.put(path.pointer(), (SecretValue) value);
                yield null;
            }
            case FieldType.Free _ -> Trees.sorted((JsonNode) value);
        };
    }

    private JsonNode union(FieldType.Union union, Object value, Path path) {
        var tag = union.tagOf(value.getClass()).orElseThrow();
        var tree = JSON.objectNode();
        tree.put(union.tag(), tag);
        var shape = union.cases().get(tag);
        if (shape != null) {
            write(shape, value, path, tree);
        }
        return tree;
    }

    private JsonNode list(FieldType.ListOf type, List<?> values, Path path) {
        List<?> ordered = values;
        if (type.unordered()) {
            ordered = values.stream().distinct().sorted(Unordered.ORDER).toList();
        }
        var array = JSON.arrayNode(ordered.size());
        for (int i = 0; i < ordered.size(); i++) {
            var json = value(type.element(), ordered.get(i), path.item(i));
            if (json != null) {
                array.add(json);
            }
        }
        return array;
    }

    private JsonNode map(FieldType.MapOf type, Map<?, ?> values, Path path) {
        var tree = JSON.objectNode();
        new TreeMap<>(values)
                .forEach((name, value) -> {
                    var member = (String) name;
                    var json = value(type.value(), value, path.member(member));
                    if (json != null) {
                        tree.set(member, json);
                    }
                });
        return tree;
    }
}
