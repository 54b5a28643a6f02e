package io.agw.server.telemetry.metrics;

import io.prometheus.metrics.core.datapoints.CounterDataPoint;
import io.prometheus.metrics.core.datapoints.DistributionDataPoint;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/// The meters of one route, ready to be counted up. Thread-safe.
public final class RouteMeters {
    private static final double SECONDS_PER_NANO = 1e-9;

    private final String protocol;
    private final Function<String, CounterDataPoint> requests;
    private final DistributionDataPoint duration;
    private final DistributionDataPoint firstByte;
    private final Tokens tokens;
    private final ConcurrentHashMap<String, CounterDataPoint> byOutcome = new ConcurrentHashMap<>();

    RouteMeters(
            String protocol,
            Function<String, CounterDataPoint> requests,
            DistributionDataPoint duration,
            DistributionDataPoint firstByte,
            Tokens tokens) {
        this.protocol = protocol;
        this.requests = requests;
        this.duration = duration;
        this.firstByte = firstByte;
        this.tokens = tokens;
    }

    String protocol() {
        return protocol;
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

    /// A turn began to answer.
    public void firstByte(long nanos) {
        firstByte.observe(nanos * SECONDS_PER_NANO);
    }

    public void tokens(long input, long output) {
        tokens.input().inc(input);
        tokens.output().inc(output);
    }

    record Tokens(CounterDataPoint input, CounterDataPoint output) {}
}
