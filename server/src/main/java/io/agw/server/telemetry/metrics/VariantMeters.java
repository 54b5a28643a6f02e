package io.agw.server.telemetry.metrics;

import io.prometheus.metrics.core.datapoints.CounterDataPoint;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Requests of tests by who was asked. Thread-safe.
final class VariantMeters {
    /// Tests come and go with bundles; beyond so many variants they are counted together.
    static final int MOST_VARIANTS = 1_000;

    private final Counter requests;
    private final Map<Variant, Map<String, CounterDataPoint>> variants = new ConcurrentHashMap<>();

    VariantMeters(PrometheusRegistry registry) {
        requests =
                Counter.builder()
                        .name("agw_variant_requests_total")
                        .help("Requests of A/B tests by the candidate that was asked last.")
                        .labelNames("route", "test", "variant", "outcome")
                        .withoutExemplars()
                        .register(registry);
    }

    /// A turn of a test is over.
    ///
    /// @param outcome one of a few words that the code fixes
    void ended(Variant variant, String outcome) {
        var outcomes = variants.get(variant);
        var counter = outcomes == null ? null : outcomes.get(outcome);
        if (counter == null) {
            counter = open(variant, outcome);
        }
        counter.inc();
    }

    private CounterDataPoint open(Variant variant, String outcome) {
        boolean fits = variants.size() < MOST_VARIANTS || variants.containsKey(variant);
        var label = fits ? variant : variant.other();
        return variants.computeIfAbsent(label, _ -> new ConcurrentHashMap<>())
                .computeIfAbsent(
                        outcome,
                        word ->
                                requests.labelValues(
                                        label.route, label.test, label.candidate, word));
    }

    /// A side of a test on a route.
    ///
    /// @param route as meters call it
    /// @param candidate as the configuration calls it: `openai-main/gpt-4o`
    record Variant(String route, String test, String candidate) {
        private Variant other() {
            return new Variant(TurnMeters.OTHER, TurnMeters.OTHER, TurnMeters.OTHER);
        }
    }
}
