package io.agw.server.telemetry.metrics;

import io.agw.server.dialect.conversation.TokenUsage;
import io.prometheus.metrics.core.datapoints.CounterDataPoint;
import io.prometheus.metrics.core.datapoints.DistributionDataPoint;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/// The meters of one route, ready to be counted up. Thread-safe.
public final class RouteMeters {
    private static final double SECONDS_PER_NANO = 1e-9;
    private static final double NANOS_PER_DOLLAR = 1e9;

    private final Route route;
    private final Function<String, CounterDataPoint> requests;
    private final DistributionDataPoint duration;
    private final DistributionDataPoint firstByte;
    private final Spending spending;
    private final Shared shared;
    private final ConcurrentHashMap<String, CounterDataPoint> byOutcome = new ConcurrentHashMap<>();

    RouteMeters(
            Route route,
            Function<String, CounterDataPoint> requests,
            DistributionDataPoint duration,
            DistributionDataPoint firstByte,
            Spending spending,
            Shared shared) {
        this.route = route;
        this.requests = requests;
        this.duration = duration;
        this.firstByte = firstByte;
        this.spending = spending;
        this.shared = shared;
    }

    String protocol() {
        return route.protocol;
    }

    /// A turn is over.
    ///
    /// @param outcome one of a few words that the code fixes
    public void finished(String outcome, long nanos) {
        var counter = byOutcome.get(outcome);
        if (counter == null) {
            counter = byOutcome.computeIfAbsent(outcome, requests);
        }
        counter.inc();
        duration.observe(nanos * SECONDS_PER_NANO);
    }

    /// A turn is over: counts it for its provider and model.
    public void served(ServedTurn turn) {
        shared.models().finished(turn);
    }

    /// A turn of a test is over.
    ///
    /// @param outcome as {@link #finished} is told
    public void tested(Variant variant, String outcome) {
        shared.variants().ended(route.label, variant, outcome);
    }

    /// A guardrail looked at a turn.
    ///
    /// @param outcome one of a few words that the code fixes
    public void guarded(String guardrail, String stage, String outcome, long nanos) {
        shared.guards().ran(guardrail, stage, outcome, nanos * SECONDS_PER_NANO);
    }

    /// A side of a test.
    ///
    /// @param candidate that the turn was given, as the configuration calls it:
    ///   `openai-main/gpt-4o`
    /// @param fallback whether another one took over
    public record Variant(String test, String candidate, boolean fallback) {}

    /// A turn began to answer.
    public void firstByte(long nanos) {
        firstByte.observe(nanos * SECONDS_PER_NANO);
    }

    public void tokens(TokenUsage usage) {
        spending.tokens().add(usage);
    }

    /// A turn cost as much.
    public void cost(long nanoDollars) {
        spending.dollars().inc(nanoDollars / NANOS_PER_DOLLAR);
    }

    /// A turn cost something that is not known.
    public void unpriced() {
        spending.unpriced().inc();
    }

    /// A route as meters know it.
    record Route(String label, String protocol) {}

    /// Meters that are not of one route.
    record Shared(VariantMeters variants, GuardMeters guards, ModelMeters models) {}

    /// What a route used up.
    record Spending(TokenMeters tokens, CounterDataPoint dollars, CounterDataPoint unpriced) {}
}
