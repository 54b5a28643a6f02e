package io.agw.server.telemetry.metrics;

import io.prometheus.metrics.core.datapoints.CounterDataPoint;
import io.prometheus.metrics.core.datapoints.DistributionDataPoint;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Requests by provider and model, under the names that dashboards of model gateways share:
/// `llm_…`. Thread-safe; a request costs one look-up.
///
/// Models are those that providers were asked for, which clients may choose: beyond {@link #MOST}
/// pairs those of a provider are counted together. Users, keys and requests are never labels.
final class ModelMeters {
    /// Pairs of provider and model.
    static final int MOST = 300;

    private static final double SECONDS_PER_NANO = 1e-9;
    private static final double NANOS_PER_DOLLAR = 1e9;
    private static final String NONE = "none";

    private static final double[] SECONDS = {0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300};

    private final Counter requests;
    private final Histogram duration;
    private final Histogram firstToken;
    private final Counter tokens;
    private final Counter cost;
    private final Counter errors;
    private final Counter cacheHits;
    private final Counter cacheMisses;
    private final ConcurrentHashMap<Pair, Handles> pairs = new ConcurrentHashMap<>();

    ModelMeters(PrometheusRegistry registry) {
        requests =
                counter("llm_requests_total", "Requests, by how they ended.")
                        .labelNames("model", "provider", "status")
                        .register(registry);
        duration =
                seconds("llm_request_duration_seconds", "First byte received to last byte sent.")
                        .labelNames("provider", "model", "status")
                        .register(registry);
        firstToken =
                seconds(
                                "llm_time_to_first_token_seconds",
                                "First byte received to first byte sent, of streams.")
                        .labelNames("provider", "model")
                        .register(registry);
        tokens =
                counter("llm_tokens_total", "Tokens, as upstreams counted or as estimated.")
                        .labelNames("model", "provider", "direction")
                        .register(registry);
        cost =
                counter("llm_cost_usd_total", "Dollars, as far as prices are known.")
                        .labelNames("model", "provider")
                        .register(registry);
        errors =
                counter("llm_errors_total", "Requests that failed, by their error code.")
                        .labelNames("error_type", "provider")
                        .register(registry);
        cacheHits =
                counter("llm_cache_hits_total", "Requests that a cache answered.")
                        .labelNames("model", "provider")
                        .register(registry);
        cacheMisses =
                counter("llm_cache_misses_total", "Requests that a cache was asked for in vain.")
                        .labelNames("model", "provider")
                        .register(registry);
    }

    private static Counter.Builder counter(String name, String help) {
        return Counter.builder().name(name).help(help).withoutExemplars();
    }

    private static Histogram.Builder seconds(String name, String help) {
        return Histogram.builder()
                .name(name)
                .help(help)
                .classicOnly()
                .classicUpperBounds(SECONDS)
                .withoutExemplars();
    }

    /// A turn is over.
    void finished(ServedTurn turn) {
        var handles = handles(turn);
        var status = handles.of(turn.outcome());
        status.requests().inc();
        status.duration().observe(turn.nanos() * SECONDS_PER_NANO);
        if (turn.firstByteNanos() > 0) {
            handles.firstToken().observe(turn.firstByteNanos() * SECONDS_PER_NANO);
        }
        var usage = turn.tokens();
        if (usage != null) {
            handles.input().inc(usage.input());
            handles.output().inc(usage.output());
        }
        if (turn.nanoDollars() > 0) {
            handles.cost().inc(turn.nanoDollars() / NANOS_PER_DOLLAR);
        }
        if (turn.errorCode() != null) {
            errors.labelValues(turn.errorCode(), handles.pair().provider()).inc();
        }
        count(turn.cache(), handles.pair());
    }

    private void count(@Nullable String cache, Pair pair) {
        switch (cache) {
            case "hit" -> cacheHits.labelValues(pair.model(), pair.provider()).inc();
            case "miss" -> cacheMisses.labelValues(pair.model(), pair.provider()).inc();
            case null, default -> {}
        }
    }

    private Handles handles(ServedTurn turn) {
        var pair =
                turn.provider() == null
                        ? new Pair(NONE, NONE)
                        : new Pair(turn.provider(), turn.model() == null ? NONE : turn.model());
        var known = pairs.get(pair);
        if (known != null) {
            return known;
        }
        var label = pairs.size() < MOST ? pair : new Pair(pair.provider(), TurnMeters.OTHER);
        return pairs.computeIfAbsent(label, this::open);
    }

    private Handles open(Pair pair) {
        return new Handles(
                pair,
                status ->
                        new Handles.Status(
                                requests.labelValues(pair.model(), pair.provider(), status),
                                duration.labelValues(pair.provider(), pair.model(), status)),
                firstToken.labelValues(pair.provider(), pair.model()),
                tokens.labelValues(pair.model(), pair.provider(), "input"),
                tokens.labelValues(pair.model(), pair.provider(), "output"),
                cost.labelValues(pair.model(), pair.provider()),
                new ConcurrentHashMap<>());
    }

    private record Pair(String provider, String model) {}

    /// The meters of a pair, ready to be counted up.
    private record Handles(
            Pair pair,
            Function<String, Status> statuses,
            DistributionDataPoint firstToken,
            CounterDataPoint input,
            CounterDataPoint output,
            CounterDataPoint cost,
            ConcurrentHashMap<String, Status> byOutcome) {
        Status of(String outcome) {
            var known = byOutcome.get(outcome);
            return known != null ? known : byOutcome.computeIfAbsent(outcome, statuses);
        }

        private record Status(CounterDataPoint requests, DistributionDataPoint duration) {}
    }
}
