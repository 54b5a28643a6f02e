package io.agw.server.dispatch;

import io.agw.bundle.model.CircuitBreaker;
import java.time.Duration;

/// When a breaker opens, for how long, and what closes it.
///
/// @param threshold failures within the window that open it; 0 turns it off
/// @param percent least share of the window's calls that the failures must be
/// @param window how long a call counts
/// @param reset how long it stays open the first time; each relapse doubles it
/// @param longestReset longest time it stays open
/// @param probes calls let through at a time to find out, and successes that close it
/// @param countsLimits whether 408 and 429 are failures
record BreakerRule(
        int threshold,
        int percent,
        Duration window,
        Duration reset,
        Duration longestReset,
        int probes,
        boolean countsLimits) {
    static BreakerRule of(CircuitBreaker breaker) {
        return new BreakerRule(
                breaker.disabled() ? 0 : breaker.errorThreshold(),
                breaker.errorPercent(),
                breaker.window(),
                breaker.resetTimeout(),
                breaker.maxResetTimeout(),
                breaker.halfOpenRequests(),
                breaker.countLimits());
    }

    boolean isOff() {
        return threshold == 0;
    }
}
