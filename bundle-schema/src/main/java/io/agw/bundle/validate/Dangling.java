package io.agw.bundle.validate;

import io.agw.bundle.canonical.Declared;
import io.agw.bundle.model.Kind;
import io.agw.bundle.model.ObjectKey;
import io.agw.bundle.problem.Code;
import io.agw.bundle.problem.Problems;
import io.agw.bundle.shape.Referrals.Referral;
import io.agw.bundle.validate.OfflineCheck.Strictness;
import java.util.Set;
import java.util.stream.Collectors;

/// A reference that leads nowhere.
final class Dangling {
    private Dangling() {}

    static boolean exists(Referral referral, Set<ObjectKey> keys) {
        return referral.kinds().stream()
                .anyMatch(kind -> keys.contains(new ObjectKey(kind, referral.id())));
    }

    /// Says that a reference leads out of what is at hand.
    static void unchecked(
            Declared declared, Referral referral, Strictness strictness, Problems problems) {
        var report = new Report(declared, problems);
        var says =
                Report.quoted(referral.id())
                        + " is not in the bundle, which has no "
                        + referral.kinds().stream()
                                .map(Kind::section)
                                .collect(Collectors.joining(" or no "));
        var hint = "the gateway checks it when the bundle is applied";
        switch (strictness) {
            case LENIENT ->
                    report.warning(Code.UNCHECKED_REFERENCE, referral.pointer(), says, hint);
            case STRICT -> report.error(Code.UNCHECKED_REFERENCE, referral.pointer(), says, null);
        }
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
