package io.agw.server.wiring.meters;

import io.agw.reconciler.loop.ReconcilerMetrics.Standing;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Info;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/// How sources stand, as gauges that are read from what each source said last. A label value that
/// no longer holds is therefore gone at the next reading. Thread-safe.
final class Standings {
    private final Map<String, Standing> latest = new ConcurrentHashMap<>();
    private final Map<String, String> refs;
    private final Info info;

    Standings(PrometheusRegistry registry, Map<String, String> refs) {
        this.refs = Map.copyOf(refs);
        this.info =
                Info.builder()
                        .name("agw_gitops_info")
                        .help("What each source has applied.")
                        .labelNames("source", "revision", "ref")
                        .register(registry);
        registerStates(registry);
        registerFigures(registry);
    }

    synchronized void put(String source, Standing standing) {
        var before = latest.put(source, standing);
        if (before == null || !before.revision().equals(standing.revision())) {
            var ref = refs.getOrDefault(source, "");
            if (before != null) {
                info.remove(source, before.revision(), ref);
            }
            info.addLabelValues(source, standing.revision(), ref);
        }
    }

    private void registerStates(PrometheusRegistry registry) {
        gauge(
                registry,
                "agw_gitops_ready",
                "1 while the gateway agrees with the source.",
                standing -> standing.ready() ? 1 : 0);
        gauge(
                registry,
                "agw_gitops_suspended",
                "1 while the source is suspended.",
                standing -> standing.suspended() ? 1 : 0);
        GaugeWithCallback.builder()
                .name("agw_gitops_stalled")
                .help("1 while the source waits for a new revision, by the reason.")
                .labelNames("source", "reason")
                .callback(point ->
                        latest.forEach((source, standing) -> {
                            var reason = standing.stalled();
                            if (reason != null) {
                                point.call(1, source, reason);
                            }
                        }))
                .register(registry);
    }

    private void registerFigures(PrometheusRegistry registry) {
        gauge(
                registry,
                "agw_gitops_last_success_timestamp_seconds",
                "When the gateway was last known to agree with the source; 0 for never.",
                standing -> seconds(standing.lastSuccess()));
        gauge(
                registry,
                "agw_gitops_next_attempt_timestamp_seconds",
                "When the source is asked next; 0 when it is not.",
                standing -> seconds(standing.nextAttempt()));
        gauge(
                registry,
                "agw_gitops_consecutive_failures",
                "Attempts that failed since the last that did not.",
                Standing::consecutiveFailures);
        GaugeWithCallback.builder()
                .name("agw_gitops_objects")
                .help("Objects of the source, by state.")
                .labelNames("source", "state")
                .callback(point ->
                        latest.forEach((source, standing) -> objects(point, source, standing)))
                .register(registry);
    }

    private static void objects(
            GaugeWithCallback.Callback point, String source, Standing standing) {
        point.call(standing.owned(), source, "owned");
        point.call(standing.drifted(), source, "drifted");
        point.call(standing.pendingDeletes(), source, "pending_delete");
    }

    private void gauge(
            PrometheusRegistry registry,
            String name,
            String help,
            ToDoubleFunction<Standing> value) {
        GaugeWithCallback.builder()
                .name(name)
                .help(help)
                .labelNames("source")
                .callback(point ->
                        latest.forEach((source, standing) ->
                                point.call(value.applyAsDouble(standing), source)))
                .register(registry);
    }

    private static double seconds(@Nullable Instant instant) {
        return instant == null ? 0 : instant.toEpochMilli() / 1e3;
    }
}
