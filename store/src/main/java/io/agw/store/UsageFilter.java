package io.agw.store;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Turns that finished in `[from, to)` and have these values.
///
/// @param values as text, each of which a turn must have
/// @param plane whose turns; null for all
/// @param success whether those that ended `ok`, or those that did not; null for both
public record UsageFilter(
        Instant from,
        Instant to,
        Map<UsageDimension, String> values,
        @Nullable Plane plane,
        @Nullable Boolean success) {
    public UsageFilter {
        values = Map.copyOf(values);
    }

    /// All turns of a time.
    public static UsageFilter of(Instant from, Instant to) {
        return new UsageFilter(from, to, Map.of(), null, null);
    }

    public boolean matches(UsageRecord row) {
        return !row.finishedAt().isBefore(from)
                && row.finishedAt().isBefore(to)
                && (plane == null || plane == Plane.of(row.protocol()))
                && (success == null || success == row.succeeded())
                && values.entrySet().stream()
                        .allMatch(entry -> entry.getValue().equals(entry.getKey().of(row)));
    }
}
