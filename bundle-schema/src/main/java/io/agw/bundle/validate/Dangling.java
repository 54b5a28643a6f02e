package io.agw.bundle.validate;

import io.agw.bundle.canonical.Declared;
import io.agw.bundle.model.Kind;
import io.agw.bundle.model.ObjectKey;
import io.agw.bundle.problem.Code;
import io.agw.bundle.problem.Problems;
import io.agw.bundle.shape.Referrals.Referral;
import java.util.Set;
import java.util.stream.Collectors;

/// A reference that leads nowhere.
final class Dangling {
    private Dangling() {}

    static boolean exists(Referral referral, Set<ObjectKey> keys) {
        return referral.kinds().stream()
                .anyMatch(kind -> keys.contains(new ObjectKey(kind, referral.id())));
    }

    static void report(
            Declared declared, Referral referral, Set<ObjectKey> keys, Problems problems) {
        var known =
                keys.stream()
                        .filter(key -> referral.kinds().contains(key.kind()))
                        .map(ObjectKey::id)
                        .collect(Collectors.toSet());
        var words = referral.kinds().stream().map(Kind::word).collect(Collectors.joining(" or "));
        new Report(declared, problems)
                .error(
                        Code.DANGLING_REFERENCE,
                        referral.pointer(),
                        Report.quoted(referral.id()) + " (expected: the id of a " + words + ")",
                        Hints.nearest(referral.id(), known));
    }
}
