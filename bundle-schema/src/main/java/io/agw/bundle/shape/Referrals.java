package io.agw.bundle.shape;

import io.agw.bundle.model.BundleObject;
import io.agw.bundle.model.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Finds what an object says about other objects.
public final class Referrals {
    private final List<Referral> found = new ArrayList<>();

    private Referrals() {}

    /// Every mention of another object, in the order of the record's members.
    ///
    /// @param shape the shape of the object's record
    public static List<Referral> of(RecordShape shape, Object object) {
        var referrals = new Referrals();
        referrals.record(shape, object, "");
        if (object instanceof BundleObject whole) {
            whole.mentions()
                    .forEach(mention ->
                            referrals.found.add(
                                    new Referral(
                                            mention.pointer(),
                                            List.of(mention.kind()),
                                            mention.id())));
        }
        return List.copyOf(referrals.found);
    }

    /// One mention of another object.
    ///
    /// @param pointer JSON pointer of the id, as in `/routes/llm_route_ids/0`
    /// @param kinds the kinds that the object may have
    /// @param id its id
    public record Referral(String pointer, List<Kind> kinds, String id) {
        public Referral {
            kinds = List.copyOf(kinds);
        }
    }

    private void record(RecordShape shape, Object record, String path) {
        var values = shape.values(record);
        for (int i = 0; i < values.size(); i++) {
            var field = shape.fields().get(i);
            value(field, field.type(), values.get(i), path + "/" + field.name());
        }
    }

    private void value(FieldShape field, FieldType type, @Nullable Object value, String path) {
        if (value == null) {
            return;
        }
        switch (type) {
            case FieldType.Text _ -> {
                var text = (String) value;
                if (!field.refers().isEmpty() && !field.wildcard().isIn(text)) {
                    found.add(new Referral(path, field.refers(), text));
                }
            }
            case FieldType.ListOf list -> {
                int i = 0;
                for (var element : (List<?>) value) {
                    value(field, list.element(), element, path + "/" + i++);
                }
            }
            case FieldType.MapOf map ->
                    ((Map<?, ?>) value)
                            .forEach((name, element) ->
                                    value(field, map.value(), element, path + "/" + name));
            case FieldType.Nested(var shape) -> record(shape, value, path);
            case FieldType.Union union -> {
                var shape = union.tagOf(value.getClass()).map(union.cases()::get);
                shape.ifPresent(known -> record(known, value, path));
            }
            case FieldType.Bool _,
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
}
