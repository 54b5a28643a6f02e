package io.agw.server.admission.rate;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// What one limit allows each of its counters.
///
/// @param id the limit's
/// @param requests null when they are not limited
/// @param burst requests that may come at once; without meaning where requests are not limited
/// @param tokens null when they are not limited
/// @param concurrent turns at the same time; `Integer.MAX_VALUE` when they are not limited
/// @param streams the same of streams
public record Rule(
        String id,
        @Nullable Pace requests,
        long burst,
        @Nullable Pace tokens,
        int concurrent,
        int streams,
        Queue queue) {

    /// How those wait who come too early.
    ///
    /// @param longest zero when nobody waits
    /// @param depth how many wait at most
    public record Queue(Duration longest, int depth) {
        public static final Queue NONE = new Queue(Duration.ZERO, 0);

        boolean isOpen() {
            return depth > 0 && longest.isPositive();
        }
    }
}
