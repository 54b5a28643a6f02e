package io.agw.server.telemetry.metrics;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Histogram;
import java.util.concurrent.ConcurrentHashMap;

/// Requests, how long they take, their tokens, and what those cost. Thread-safe.
///
/// A turn asks once for the handles of its route, which costs one look-up; from then on it counts
/// without looking anything up and without allocating.
public final class TurnMeters {
    /// Routes come and go with bundles; beyond so many they are counted together.
    static final int MOST_ROUTES = 1_000;

    static final String OTHER = "_other";

    /// Seconds. From what the gateway itself takes to what a long stream lasts.
    private static final double[] SECONDS = {
        0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300
    };

    private final Counter requests;
    private final Histogram duration;
    private final Histogram firstByte;
    private final Counter tokens;
    private final Counter cost;
    private final Counter unpriced;
    private final RouteMeters.Shared shared;
    private final ConcurrentHashMap<String, RouteMeters> routes = new ConcurrentHashMap<>();

    public TurnMeters(Meters meters) {
        var registry = meters.registry();
        requests =
                Counter.builder()
                        .name("agw_requests_total")
                        .help("Requests answered or given up, by how they ended.")
                        .labelNames("route", "protocol", "outcome")
                        .withoutExemplars()
                        .register(registry);
        duration =
                seconds("agw_request_duration_seconds", "First byte received to last byte sent.")
                        .register(registry);
        firstByte =
                seconds("agw_time_to_first_byte_seconds", "First byte received to first byte sent.")
                        .register(registry);
        tokens =
                Counter.builder()
                        .name("agw_tokens_total")
                        .help("Tokens, as upstreams counted them or as estimated.")
                        .labelNames("route", "direction", "part")
                        .withoutExemplars()
                        .register(registry);
        cost =
                Counter.builder()
                        .name("agw_cost_usd_total")
                        .help("Dollars, as far as prices are known.")
                        .labelNames("route")
                        .withoutExemplars()
                        .register(registry);
        unpriced =
                Counter.builder()
                        .name("agw_unpriced_requests_total")
                        .help("Requests whose tokens cost something that is not known.")
                        .labelNames("route")
                        .withoutExemplars()
                        .register(registry);
        shared =
                new RouteMeters.Shared(
                        new VariantMeters(registry),
                        new GuardMeters(registry),
                        new ModelMeters(registry));
    }

    /// The handles of a route.
    ///
    /// @param protocol a route that changes it between two bundles gets new handles
    public RouteMeters of(String route, String protocol) {
        var known = routes.get(route);
        return known != null && known.protocol().equals(protocol) ? known : open(route, protocol);
    }

    private RouteMeters open(String route, String protocol) {
        var label = routes.size() < MOST_ROUTES || routes.containsKey(route) ? route : OTHER;
        return routes.compute(
                label,
                (_, known) ->
                        known != null && known.protocol().equals(protocol)
                                ? known
                                : handles(label, protocol));
    }

    private RouteMeters handles(String route, String protocol) {
        return new RouteMeters(
                new RouteMeters.Route(route, protocol),
                outcome -> requests.labelValues(route, protocol, outcome),
                duration.labelValues(route),
                firstByte.labelValues(route),
                new RouteMeters.Spending(
                        TokenMeters.of(tokens, route),
                        cost.labelValues(route),
                        unpriced.labelValues(route)),
                shared);
    }

    private static Histogram.Builder seconds(String name, String help) {
        return Histogram.builder()
                .name(name)
                .help(help)
                .labelNames("route")
                .classicOnly()
                .classicUpperBounds(SECONDS)
                .withoutExemplars();
    }
}
