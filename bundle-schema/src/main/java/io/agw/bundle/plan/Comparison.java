package io.agw.bundle.plan;

import io.agw.bundle.canonical.CanonicalObject;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/// An applied object beside the declared one.
///
/// @param wanted the declared tree, drift that is ignored already taken over into it
record Comparison(CanonicalObject applied, ObjectNode wanted, SecretPlan secrets) {
    boolean isDifferent() {
        return secrets.isChanged() || !TreeDiff.isSame(applied.tree(), wanted);
    }

    /// Every field that differs or could not be compared, ordered by path.
    List<FieldDiff> diff() {
        var diff = new ArrayList<>(TreeDiff.between(applied.tree(), wanted));
        diff.addAll(secrets.diff());
        diff.sort(Comparator.comparing(FieldDiff::path));
        return diff;
    }

    CanonicalObject target() {
        return new CanonicalObject(applied.key(), wanted, secrets.target());
    }

    /// The note of an object that does not differ.
    Change.Note note() {
        return secrets.diff().isEmpty() ? Change.Note.UNCHANGED : Change.Note.SECRETS_NOT_COMPARED;
    }
}
