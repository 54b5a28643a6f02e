package io.agw.bundle.validate;

import io.agw.bundle.canonical.PartialBundle;
import io.agw.bundle.model.Kind;
import io.agw.bundle.problem.Problem;
import io.agw.bundle.problem.Problems;
import io.agw.bundle.shape.Referrals;
import io.agw.bundle.shape.Shapes;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;

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

    /// Every reference that leads nowhere, or out of the bundle. One that may lead to what could
    /// not be read is none.
    public List<Problem> check(PartialBundle bundle, Strictness strictness) {
        var keys = new HashSet<>(bundle.objects().keySet());
        keys.addAll(bundle.unread());
        var present = EnumSet.noneOf(Kind.class);
        keys.forEach(key -> present.add(key.kind()));
        var problems = new Problems();
        for (var declared : bundle.objects().values()) {
            var shape = shapes.of(declared.key().kind());
            for (var referral : Referrals.of(shape, declared.object())) {
                if (Dangling.exists(referral, keys)
                        || !Collections.disjoint(referral.kinds(), bundle.uncertain())) {
                    continue;
                }
                if (present.containsAll(referral.kinds())) {
                    Dangling.report(declared, referral, keys, problems);
                } else {
                    Dangling.unchecked(declared, referral, strictness, problems);
                }
            }
        }
        return problems.sorted();
    }
}
