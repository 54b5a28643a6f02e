package io.agw.server.record;

import io.agw.server.match.Route;
import io.agw.server.telemetry.TraceContext;
import io.agw.server.telemetry.Tracing;
import io.agw.server.telemetry.metrics.TurnMeters;
import io.agw.server.turn.Received;
import java.time.InstantSource;

/// Begins and ends the records of turns. Thread-safe.
public final class Recorder {
    private final Tracing tracing;
    private final InstantSource clock;
    private final TurnMeters meters;
    private final UsageSink sink;

    public Recorder(Tracing tracing, InstantSource clock, TurnMeters meters, UsageSink sink) {
        this.tracing = tracing;
        this.clock = clock;
        this.meters = meters;
        this.sink = sink;
    }

    /// @param operation as usage rows name it: `chat_completions`
    public TurnLog begin(Received received, Route route, String operation) {
        var parent =
                TraceContext.parse(received.header("traceparent"), received.header("tracestate"));
        var root =
                tracing.begin(parent, received.method() + " " + operation, received.startNanos());
        var started = clock.instant().minusNanos(System.nanoTime() - received.startNanos());
        return new TurnLog(
                new TurnLog.Beginning(received, route, operation, started),
                root,
                meters.of(route.id(), route.protocol().word()));
    }

    /// Hands the record over. Called once a turn.
    public void finish(TurnLog log) {
        sink.accept(log.finish());
    }
}
