package io.agw.server.admission;

import io.agw.server.admission.rate.Allowance;
import io.agw.server.admission.rate.Standing;
import org.jspecify.annotations.Nullable;

/// What is left for a client's next turns, by whichever of its limits leaves least.
///
/// @param requests null when they are not limited
/// @param tokens null when they are not limited
public record Remaining(@Nullable Allowance requests, @Nullable Allowance tokens) {
    /// Nothing is limited.
    static final Remaining ALL = new Remaining(null, null);

    Remaining and(Standing standing) {
        return new Remaining(
                tighter(requests, standing.requests()), tighter(tokens, standing.tokens()));
    }

    private static @Nullable Allowance tighter(@Nullable Allowance one, @Nullable Allowance other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return one.orTighter(other);
    }
}
