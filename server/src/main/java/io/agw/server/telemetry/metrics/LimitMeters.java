package io.agw.server.telemetry.metrics;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Histogram;

/// What pauses, rate limits and budgets let in and what not. Thread-safe. The labels are ids of
/// limits, of which there are as many as operators write, never whom a limit is for.
public final class LimitMeters {
    private static final double[] SECONDS = {0.001, 0.01, 0.05, 0.1, 0.5, 1, 5, 10, 30, 60};
    private static final double NANOS_PER_SECOND = 1e9;

    private final Counter decisions;
    private final Counter refusals;
    private final Counter alerts;
    private final Counter pauses;
    private final Histogram waits;

    public LimitMeters(Meters meters) {
        decisions =
                Counter.builder()
                        .name("agw_rate_limit_decisions_total")
                        .help("Requests that met a rate limit, by what it said.")
                        .labelNames("limit", "decision")
                        .withoutExemplars()
                        .register(meters.registry());
        refusals =
                Counter.builder()
                        .name("agw_budget_refusals_total")
                        .help("Requests and calls that a budget had no room for, by its window.")
                        .labelNames("budget", "window")
                        .withoutExemplars()
                        .register(meters.registry());
        alerts =
                Counter.builder()
                        .name("agw_budget_alerts_total")
                        .help("Times that use passed a share of a budget.")
                        .labelNames("budget", "window", "share")
                        .withoutExemplars()
                        .register(meters.registry());
        pauses =
                Counter.builder()
                        .name("agw_pause_refusals_total")
                        .help("Requests of agents and keys that an operator or a policy paused.")
                        .labelNames("kind")
                        .withoutExemplars()
                        .register(meters.registry());
        waits =
                Histogram.builder()
                        .name("agw_rate_limit_wait_seconds")
                        .help("How long requests waited in the queue of a rate limit.")
                        .labelNames("limit")
                        .classicOnly()
                        .classicUpperBounds(SECONDS)
                        .withoutExemplars()
                        .register(meters.registry());
    }

    /// A limit let a turn in.
    ///
    /// @param waitedNanos in its queue; 0 when it did not wait
    public void entered(String limit, long waitedNanos) {
        decisions.labelValues(limit, "admitted").inc();
        if (waitedNanos > 0) {
            waits.labelValues(limit).observe(waitedNanos / NANOS_PER_SECOND);
        }
    }

    /// A budget had no room.
    ///
    /// @param window one of a few words
    public void spent(String budget, String window) {
        refusals.labelValues(budget, window).inc();
    }

    /// Somebody was refused who is paused.
    ///
    /// @param kind `agent` or `virtual_key`
    public void paused(String kind) {
        pauses.labelValues(kind).inc();
    }

    /// Use passed a share of a budget.
    ///
    /// @param share as operators write it, such as 0.8
    public void alerted(String budget, String window, double share) {
        alerts.labelValues(budget, window, Double.toString(share)).inc();
    }

    /// A limit refused a turn.
    ///
    /// @param dimension what of it is used up, one of a few words
    public void refused(String limit, String dimension) {
        decisions.labelValues(limit, dimension).inc();
    }
}
