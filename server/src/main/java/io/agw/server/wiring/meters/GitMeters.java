package io.agw.server.wiring.meters;

import io.agw.reconciler.source.git.GitMetrics;
import io.agw.server.telemetry.metrics.Meters;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.Histogram;

/// Traffic with git servers and what is kept of it, as `agw_gitops_git_*`,
/// `agw_gitops_fetch_bytes_total` and `agw_gitops_repo_bytes`. Thread-safe.
public final class GitMeters implements GitMetrics {
    private static final double[] SECONDS = {
        0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300
    };
    private static final double NANOS_PER_SECOND = 1e9;

    private final Counter requests;
    private final Histogram duration;
    private final Counter bytes;
    private final Gauge repositories;

    public GitMeters(Meters meters) {
        var registry = meters.registry();
        requests =
                Counter.builder()
                        .name("agw_gitops_git_requests_total")
                        .help("Operations on git servers.")
                        .labelNames("host", "op", "result")
                        .withoutExemplars()
                        .register(registry);
        duration =
                Histogram.builder()
                        .name("agw_gitops_git_request_duration_seconds")
                        .help("Time that operations on git servers take.")
                        .labelNames("host", "op")
                        .classicOnly()
                        .classicUpperBounds(SECONDS)
                        .withoutExemplars()
                        .register(registry);
        bytes =
                Counter.builder()
                        .name("agw_gitops_fetch_bytes_total")
                        .help("Bytes received from git servers.")
                        .labelNames("source")
                        .withoutExemplars()
                        .register(registry);
        repositories =
                Gauge.builder()
                        .name("agw_gitops_repo_bytes")
                        .help("What each source's repository takes on disk.")
                        .labelNames("source")
                        .withoutExemplars()
                        .register(registry);
    }

    @Override
    public void holds(String source, long held) {
        repositories.labelValues(source).set((double) held);
    }

    @Override
    public void record(Request request) {
        var op = request.op().word();
        requests.labelValues(request.host(), op, request.result()).inc();
        duration.labelValues(request.host(), op)
                .observe(request.took().toNanos() / NANOS_PER_SECOND);
        bytes.labelValues(request.source()).inc(Math.max(0, request.bytes()));
    }
}
