package io.agw.bundle.canonical;

import io.agw.bundle.document.Trees;
import io.agw.bundle.problem.Position;
import io.agw.bundle.problem.Problems;
import io.agw.bundle.shape.FieldShape;
import io.agw.bundle.shape.FieldType;
import io.agw.bundle.shape.RecordShape;
import java.util.IdentityHashMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// What absent members are, read once from the shapes. The values are immutable and shared by every
/// object that leaves the member out.
final class DefaultValues {
    private final IdentityHashMap<FieldShape, Object> values = new IdentityHashMap<>();

    /// Adds the defaults of a record and of everything in it.
    void add(RecordShape shape) {
        for (var field : shape.fields()) {
            addWithin(field.type());
            field.defaultJson()
                    .ifPresent(json -> {
                        if (!values.containsKey(field)) {
                            values.put(field, read(field, json));
                        }
                    });
        }
    }

    /// The value of an absent member; null when the member has no default.
    @Nullable Object of(FieldShape field) {
        return values.get(field);
    }

    private void addWithin(FieldType type) {
        switch (type) {
            case FieldType.Nested(var shape) -> add(shape);
            case FieldType.Union union -> union.cases().values().forEach(this::add);
            case FieldType.ListOf list -> addWithin(list.element());
            case FieldType.MapOf map -> addWithin(map.value());
            case FieldType.Text _,
                    FieldType.Bool _,
                    FieldType.Int _,
                    FieldType.Real _,
                    FieldType.DurationText _,
                    FieldType.Timestamp _,
                    FieldType.Choice _,
                    FieldType.Spelled _,
                    FieldType.SecretText _,
                    FieldType.Free _ -> {}
        }
    }

    private Object read(FieldShape field, JsonNode json) {
        var problems = new Problems();
        var reading =
                new ObjectReading(new StoredSecrets(new TreeMap<>()), this, new Findings(problems));
        var node = Trees.node(json, Position.of("@Default"));
        var value = reading.value(field, field.type(), node, Path.OBJECT.member(field.name()));
        if (value == null || problems.hasErrors()) {
            throw new IllegalStateException(
                    "default of " + field.name() + ": " + problems.sorted());
        }
        return value;
    }
}
