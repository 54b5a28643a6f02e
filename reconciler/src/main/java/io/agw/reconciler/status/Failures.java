package io.agw.reconciler.status;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Attempts that failed in a row.
///
/// @param consecutive how many
/// @param since when the first of them failed
/// @param alike how many at the end of the row had the same reason
/// @param reason of the last one, empty when there is none
public record Failures(int consecutive, @Nullable Instant since, int alike, String reason) {
    public static final Failures NONE = new Failures(0, null, 0, "");

    /// One more.
    public Failures and(String why, Instant at) {
        return new Failures(
                consecutive + 1,
                since == null ? at : since,
                why.equals(reason) ? alike + 1 : 1,
                why);
    }
}
