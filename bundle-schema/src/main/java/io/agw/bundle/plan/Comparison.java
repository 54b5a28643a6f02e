package io.agw.bundle.plan;

import io.agw.bundle.canonical.CanonicalObject;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// An applied object beside the declared one.
///
/// @param wanted what is to stand: the declared object, drift that is ignored taken over into it;
///   or the applied one where they differ in nothing but how a number is spelled, so that nothing
///   of it is written again
/// @param fields what differs beside the secrets, ordered by path
record Comparison(CanonicalObject wanted, List<FieldDiff> fields, SecretPlan secrets) {
    static Comparison of(CanonicalObject applied, CanonicalObject wanted, SecretPlan secrets) {
        var fields =
                applied.text().equals(wanted.text())
                        ? List.<FieldDiff>of()
                        : TreeDiff.between(applied.tree(), wanted.tree());
        return new Comparison(fields.isEmpty() ? applied : wanted, fields, secrets);
    }

    boolean isDifferent() {
        return secrets.isChanged() || !fields.isEmpty();
    }

    /// Every field that differs or could not be compared, ordered by path.
    List<FieldDiff> diff() {
        var diff = new ArrayList<>(fields);
        diff.addAll(secrets.diff());
        diff.sort(Comparator.comparing(FieldDiff::path));
        return diff;
    }

    CanonicalObject target() {
        return wanted.with(secrets.target());
    }

    /// The note of an object that does not differ.
    Change.Note note() {
        return secrets.diff().isEmpty() ? Change.Note.UNCHANGED : Change.Note.SECRETS_NOT_COMPARED;
    }
}
