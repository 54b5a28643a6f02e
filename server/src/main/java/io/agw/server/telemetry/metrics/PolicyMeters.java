package io.agw.server.telemetry.metrics;

import io.prometheus.metrics.core.metrics.Counter;

/// What policies found, and whether webhooks could be told. Thread-safe. The labels are ids of
/// policies, never whom they are about.
public final class PolicyMeters {
    private final Counter matches;
    private final Counter deliveries;

    public PolicyMeters(Meters meters) {
        matches =
                Counter.builder()
                        .name("agw_policy_matches_total")
                        .help("Times that the condition of a policy held.")
                        .labelNames("policy", "action", "mode")
                        .withoutExemplars()
                        .register(meters.registry());
        deliveries =
                Counter.builder()
                        .name("agw_webhook_deliveries_total")
                        .help("Alerts to webhooks, by what became of them.")
                        .labelNames("outcome")
                        .withoutExemplars()
                        .register(meters.registry());
    }

    /// @param action one of a few words
    /// @param dryRun whether nothing was done
    public void matched(String policy, String action, boolean dryRun) {
        matches.labelValues(policy, action, dryRun ? "dry_run" : "enforce").inc();
    }

    /// @param outcome one of a few words
    public void delivered(String outcome) {
        deliveries.labelValues(outcome).inc();
    }
}
