package io.agw.server.telemetry.metrics;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.Set;

/// What guardrails came to, and what they took. Thread-safe. The labels are ids of guardrails, of
/// which there are as many as operators write.
final class GuardMeters {
    /// Seconds: from a short text to one of a megabyte.
    private static final double[] SECONDS = {
        0.00001, 0.000025, 0.00005, 0.0001, 0.00025, 0.0005, 0.001, 0.005, 0.025, 0.1, 1
    };

    /// Outcomes after which a client got nothing of what it asked for.
    private static final Set<String> BLOCKS = Set.of("blocked", "refused");

    private final Counter runs;
    private final Counter blocks;
    private final Histogram duration;

    GuardMeters(PrometheusRegistry registry) {
        runs =
                Counter.builder()
                        .name("agw_guardrail_runs_total")
                        .help("Requests that a guardrail looked at, by what came of it.")
                        .labelNames("guardrail", "stage", "outcome")
                        .withoutExemplars()
                        .register(registry);
        blocks =
                Counter.builder()
                        .name("llm_guardrail_blocks_total")
                        .help("Requests that a guardrail has blocked.")
                        .labelNames("guardrail", "stage")
                        .withoutExemplars()
                        .register(registry);
        duration =
                Histogram.builder()
                        .name("agw_guardrail_duration_seconds")
                        .help("What a guardrail took for all texts of a request.")
                        .labelNames("guardrail")
                        .classicOnly()
                        .classicUpperBounds(SECONDS)
                        .withoutExemplars()
                        .register(registry);
    }

    /// A guardrail looked at a turn.
    ///
    /// @param outcome one of a few words that the code fixes
    void ran(String guardrail, String stage, String outcome, double seconds) {
        runs.labelValues(guardrail, stage, outcome).inc();
        if (BLOCKS.contains(outcome)) {
            blocks.labelValues(guardrail, stage).inc();
        }
        duration.labelValues(guardrail).observe(seconds);
    }
}
