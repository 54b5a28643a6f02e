package io.agw.bundle.validate;

import io.agw.bundle.canonical.Declared;
import io.agw.bundle.model.Kind;
import io.agw.bundle.model.ObjectKey;
import io.agw.bundle.problem.Problem;
import io.agw.bundle.problem.Problems;
import io.agw.bundle.shape.Referrals;
import io.agw.bundle.shape.Shapes;
import java.util.EnumSet;
import java.util.List;
import java.util.SortedMap;

/// Checks references where only a bundle is at hand. A family that the bundle has is taken to be
/// all there is of it; a family that it lacks may stand anywhere.
public final class OfflineCheck {
    private final Shapes shapes;

    public OfflineCheck(Shapes shapes) {
        this.shapes = shapes;
    }

    /// What a reference into a family that the bundle lacks amounts to.
    public enum Strictness {
        /// A warning.
        LENIENT,
        /// An error.
        STRICT
    }

    /// Every reference that leads nowhere, or out of the bundle.
    public List<Problem> check(SortedMap<ObjectKey, Declared> objects, Strictness strictness) {
        var present = EnumSet.noneOf(Kind.class);
        objects.keySet().forEach(key -> present.add(key.kind()));
        var problems = new Problems();
        for (var declared : objects.values()) {
            var shape = shapes.of(declared.key().kind());
            for (var referral : Referrals.of(shape, declared.object())) {
                if (Dangling.exists(referral, objects.keySet())) {
                    continue;
                }
                if (present.containsAll(referral.kinds())) {
                    Dangling.report(declared, referral, objects.keySet(), problems);
                } else {
                    Dangling.unchecked(declared, referral, strictness, problems);
                }
            }
        }
        return problems.sorted();
    }
}
