package io.agw.server.dispatch;

import io.agw.server.call.CallFailed;
import io.agw.server.call.Cancellation;
import java.time.Duration;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// How long to wait before a retry: exponential with full jitter, so that clients of a failed
/// upstream do not come back together, and never shorter than the upstream asked for.
final class Backoff {
    private static final Duration LEAST = Duration.ofMillis(250);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final RandomGenerator random;

    Backoff(RandomGenerator random) {
        this.random = random;
    }

    /// Whether an upstream's own wish can be waited for.
    static boolean isBearable(@Nullable Duration retryAfter) {
        return retryAfter == null || retryAfter.compareTo(PATIENCE) <= 0;
    }

    /// @param retry 0 for the first
    Duration pause(Handling.Retries retries, int retry, @Nullable Duration retryAfter) {
        var most = retries.first();
        for (int i = 0; i < retry && most.compareTo(retries.longest()) < 0; i++) {
            most = most.multipliedBy(retries.multiplier());
        }
        most = min(most, retries.longest());
        var least = min(LEAST, most);
        long spread = most.minus(least).toNanos();
        var pause = least.plusNanos((long) (spread * random.nextDouble()));
        return retryAfter == null || retryAfter.compareTo(pause) < 0 ? pause : retryAfter;
    }

    private static Duration min(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }

    /// Waits between two attempts.
    @FunctionalInterface
    interface Sleep {
        /// @throws CallFailed when the turn is given up meanwhile
        void sleep(Duration pause, Cancellation cancellation) throws CallFailed;
    }
}
