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
    /// Where the configuration says nothing: what a `circuitBreakers` object is by default.
    static final BreakerRule USUAL =
            new BreakerRule(
                    5,
                    20,
                    Duration.ofMinutes(1),
                    Duration.ofSeconds(30),
                    Duration.ofMinutes(5),
                    3,
                    false);

    static final BreakerRule OFF =
            new BreakerRule(
                    0,
                    USUAL.percent,
                    USUAL.window,
                    USUAL.reset,
                    USUAL.longestReset,
                    USUAL.probes,
                    false);

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
