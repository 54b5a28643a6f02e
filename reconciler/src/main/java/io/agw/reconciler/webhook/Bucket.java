package io.agw.reconciler.webhook;

import java.time.Duration;
import java.time.Instant;

/// A token bucket. Not thread-safe.
final class Bucket {
    private final double perSecond;
    private final double burst;
    private double tokens;
    private Instant filledAt;

    Bucket(double perSecond, double burst, Instant now) {
        this.perSecond = perSecond;
        this.burst = burst;
        this.tokens = burst;
        this.filledAt = now;
    }

    boolean take(Instant now) {
        var since = Duration.between(filledAt, now).toMillis() / 1_000.0;
        if (since > 0) {
            tokens = Math.min(burst, tokens + since * perSecond);
            filledAt = now;
        }
        if (tokens < 1) {
            return false;
        }
        tokens--;
        return true;
    }
}
