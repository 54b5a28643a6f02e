package io.agw.server.wiring.meters;

import io.agw.bundle.plan.Owner;
import io.agw.reconciler.loop.ReconcilerMetrics;
import io.agw.reconciler.loop.Step;
import io.agw.reconciler.loop.Trigger;
import io.agw.server.telemetry.metrics.Meters;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Histogram;
import java.time.Duration;
import java.util.Map;

/// What reconciling counts, as `agw_gitops_*`. Thread-safe.
public final class LoopMeters implements ReconcilerMetrics {
    private static final double[] SECONDS = {
        0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300
    };
    private static final double NANOS_PER_SECOND = 1e9;

    private final Counter reconciled;
    private final Histogram duration;
    private final Counter changes;
    private final Counter drift;
    private final Counter hooks;
    private final Standings standings;

    /// @param refs the git ref that each source follows, by the source's id; a source that is not
    ///   here follows none
    public LoopMeters(Meters meters, Map<String, String> refs) {
        var registry = meters.registry();
        reconciled =
                counter("agw_gitops_reconcile_total", "Attempts to reconcile.")
                        .labelNames("source", "result", "trigger")
                        .register(registry);
        duration =
                Histogram.builder()
                        .name("agw_gitops_reconcile_duration_seconds")
                        .help("Time that the steps of an attempt take.")
                        .labelNames("source", "step")
                        .classicOnly()
                        .classicUpperBounds(SECONDS)
                        .withoutExemplars()
                        .register(registry);
        changes =
                counter("agw_gitops_changes_total", "Changes to objects.")
                        .labelNames("source", "op")
                        .register(registry);
        drift =
                counter(
                                "agw_gitops_drift_detected_total",
                                "Times that objects were found changed behind their source's back.")
                        .labelNames("source")
                        .register(registry);
        hooks =
                counter("agw_gitops_webhook_requests_total", "Calls of webhooks.")
                        .labelNames("source", "result")
                        .register(registry);
        standings = new Standings(registry, refs);
    }

    @Override
    public void reconciled(Owner source, String result, Trigger trigger) {
        reconciled.labelValues(source.name(), result, trigger.word()).inc();
    }

    @Override
    public void took(Owner source, Step step, Duration time) {
        duration.labelValues(source.name(), step.word()).observe(time.toNanos() / NANOS_PER_SECOND);
    }

    @Override
    public void changed(Owner source, Map<String, Integer> counts) {
        counts.forEach((op, count) -> changes.labelValues(source.name(), op).inc(count));
    }

    @Override
    public void driftDetected(Owner source) {
        drift.labelValues(source.name()).inc();
    }

    @Override
    public void hookCalled(String source, String result) {
        hooks.labelValues(source, result).inc();
    }

    @Override
    public void stands(Owner source, Standing standing) {
        standings.put(source.name(), standing);
    }

    private static Counter.Builder counter(String name, String help) {
        return Counter.builder().name(name).help(help).withoutExemplars();
    }
}
