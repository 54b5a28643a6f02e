package io.agw.server.telemetry.metrics;

import io.agw.server.telemetry.metrics.RouteMeters.Variant;
import io.prometheus.metrics.core.datapoints.CounterDataPoint;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Requests of tests by the variant that they were given. Thread-safe.
final class VariantMeters {
    /// Tests come and go with bundles; beyond so many variants they are counted together.
    static final int MOST_VARIANTS = 1_000;

    private final Counter requests;
    private final Map<Side, Map<String, CounterDataPoint>> variants = new ConcurrentHashMap<>();

    VariantMeters(PrometheusRegistry registry) {
        requests =
                Counter.builder()
                        .name("agw_variant_requests_total")
                        .help(
                                "Requests of A/B tests by the variant that they were given, whoever"
                                        + " answered; fallback tells whether another candidate did.")
                        .labelNames("route", "test", "variant", "fallback", "outcome")
                        .withoutExemplars()
                        .register(registry);
    }

    /// A turn of a test is over.
    ///
    /// @param outcome one of a few words that the code fixes
    void ended(String route, Variant given, String outcome) {
        var variant = new Side(route, given);
        var outcomes = variants.get(variant);
        var counter = outcomes == null ? null : outcomes.get(outcome);
        if (counter == null) {
            counter = open(variant, outcome);
        }
        counter.inc();
    }

    private CounterDataPoint open(Side variant, String outcome) {
        boolean fits = variants.size() < MOST_VARIANTS || variants.containsKey(variant);
        var label = fits ? variant : variant.other();
        return variants.computeIfAbsent(label, _ -> new ConcurrentHashMap<>())
                .computeIfAbsent(
                        outcome,
                        word ->
                                requests.labelValues(
                                        label.route,
                                        label.given.test(),
                                        label.given.candidate(),
                                        Boolean.toString(label.given.fallback()),
                                        word));
    }

    /// A side of a test on a route, as meters call it.
    private record Side(String route, Variant given) {
        private Side other() {
            return new Side(
                    TurnMeters.OTHER,
                    new Variant(TurnMeters.OTHER, TurnMeters.OTHER, given.fallback()));
        }
    }
}
