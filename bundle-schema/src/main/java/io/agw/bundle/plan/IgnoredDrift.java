package io.agw.bundle.plan;

import io.agw.bundle.canonical.CanonicalObject;
import io.agw.bundle.model.SecretValue;
import io.agw.bundle.plan.PlanOptions.DriftField;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Fields in which an admin's override stands. Only objects that are overridden are concerned: a
/// bundle's own change of such a field is applied.
final class IgnoredDrift {
    private final List<DriftField> fields;

    IgnoredDrift(List<DriftField> fields) {
        this.fields = fields;
    }

    /// Whether an override differs from the bundle in an ignored field.
    boolean stands(CanonicalObject desired, AppliedObject applied) {
        return applied.overridden() != null
                && (!wanted(desired, applied).hasContentOf(desired)
                        || desired.secrets().keySet().stream()
                                .anyMatch(pointer -> covers(applied, pointer)));
    }

    /// The declared object with the applied value in every ignored field.
    CanonicalObject wanted(CanonicalObject desired, AppliedObject applied) {
        if (fields.isEmpty() || applied.overridden() == null) {
            return desired;
        }
        var tree = desired.tree();
        var current = applied.current().tree();
        for (var field : fields) {
            if (concerns(field, applied)) {
                var pointer = JsonPointer.compile(field.pointer());
                put(tree, pointer, current.at(pointer));
            }
        }
        return new CanonicalObject(desired.key(), tree, desired.secrets());
    }

    /// Whether a secret stands in an ignored field.
    boolean covers(AppliedObject applied, String pointer) {
        return applied.overridden() != null
                && fields.stream()
                        .filter(field -> concerns(field, applied))
                        .map(DriftField::pointer)
                        .anyMatch(ignored ->
                                pointer.equals(ignored) || pointer.startsWith(ignored + "/"));
    }

    /// The declared object without the secrets of ignored fields.
    CanonicalObject withoutSecrets(CanonicalObject desired, AppliedObject applied) {
        if (fields.isEmpty() || applied.overridden() == null) {
            return desired;
        }
        var secrets = new TreeMap<String, SecretValue>(desired.secrets());
        secrets.keySet().removeIf(pointer -> covers(applied, pointer));
        return desired.with(secrets);
    }

    private static boolean concerns(DriftField field, AppliedObject applied) {
        var key = applied.key();
        return (field.kind() == null || field.kind() == key.kind())
                && (field.id() == null || field.id().equals(key.id()));
    }

    private static void put(ObjectNode tree, JsonPointer pointer, JsonNode value) {
        @Nullable JsonPointer parent = pointer.head();
        if (parent == null || !(tree.at(parent) instanceof ObjectNode object)) {
            return;
        }
        var name = pointer.last().getMatchingProperty();
        if (value.isMissingNode()) {
            object.remove(name);
        } else {
            object.set(name, value);
        }
    }
}
