package io.agw.server.survey;

import io.agw.bundle.model.HealthCheck;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// How one provider has done in its checks. Immutable.
///
/// @param healthy as decided; true until enough checks have failed
/// @param streak checks in a row that spoke against that
/// @param checkedAt of the last check; null when there was none
/// @param problem of the last check; null when it was good
public record Health(
        boolean healthy, int streak, @Nullable Instant checkedAt, @Nullable String problem) {
    static final Health UNCHECKED = new Health(true, 0, null, null);

    /// After one more check.
    ///
    /// @param found what was wrong; null when nothing was
    Health after(@Nullable String found, Instant at, HealthCheck rule) {
        boolean good = found == null;
        if (good == healthy) {
            return new Health(healthy, 0, at, found);
        }
        int needed = healthy ? rule.unhealthyAfter() : rule.healthyAfter();
        return streak + 1 >= needed
                ? new Health(good, 0, at, found)
                : new Health(healthy, streak + 1, at, found);
    }
}
