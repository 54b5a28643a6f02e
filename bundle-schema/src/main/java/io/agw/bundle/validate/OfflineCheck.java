package io.agw.bundle.validate;

import io.agw.bundle.canonical.Declared;
import io.agw.bundle.canonical.PartialBundle;
import io.agw.bundle.model.Kind;
import io.agw.bundle.model.ObjectKey;
import io.agw.bundle.problem.Problem;
import io.agw.bundle.problem.Problems;
import io.agw.bundle.shape.Referrals;
import io.agw.bundle.shape.Referrals.Referral;
import io.agw.bundle.shape.Shapes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

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
        var keys = keys(bundle);
        var present = EnumSet.noneOf(Kind.class);
        keys.forEach(key -> present.add(key.kind()));
        var problems = new Problems();
        for (var lost : lost(bundle, keys)) {
            if (present.containsAll(lost.referral().kinds())) {
                Dangling.report(lost.declared(), lost.referral(), keys, problems);
            } else {
                Dangling.unchecked(lost.declared(), lost.referral(), strictness, problems);
            }
        }
        return problems.sorted();
    }

    /// Every reference that leads nowhere, for a bundle that cannot be planned because something is
    /// wrong with it.
    ///
    /// @param stored all that there is besides the bundle
    public List<Problem> check(PartialBundle bundle, Set<ObjectKey> stored) {
        var keys = keys(bundle);
        keys.addAll(stored);
        var problems = new Problems();
        for (var lost : lost(bundle, keys)) {
            Dangling.report(lost.declared(), lost.referral(), keys, problems);
        }
        return problems.sorted();
    }

    private static Set<ObjectKey> keys(PartialBundle bundle) {
        var keys = new HashSet<>(bundle.objects().keySet());
        keys.addAll(bundle.unread());
        return keys;
    }

    private List<Lost> lost(PartialBundle bundle, Set<ObjectKey> keys) {
        var found = new ArrayList<Lost>();
        for (var declared : bundle.objects().values()) {
            Referrals.of(shapes.of(declared.key().kind()), declared.object()).stream()
                    .filter(referral -> !Dangling.exists(referral, keys))
                    .filter(referral -> Collections.disjoint(referral.kinds(), bundle.uncertain()))
                    .forEach(referral -> found.add(new Lost(declared, referral)));
        }
        return found;
    }

    private record Lost(Declared declared, Referral referral) {}
}
