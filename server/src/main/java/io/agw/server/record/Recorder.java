package io.agw.server.record;

import io.agw.server.match.Match;
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

    /// The record of a turn that its route serves.
    public TurnLog begin(Received received, Match.Found found) {
        return begin(
                received, new Subject(found.route(), found.operation().word(), found.pattern()));
    }

    /// The record of a turn that its route does not serve: what was asked of it is nobody's word.
    public TurnLog begin(Received received, Route route) {
        return begin(received, new Subject(route, "none", route.prefix()));
    }

    private TurnLog begin(Received received, Subject subject) {
        var parent =
                TraceContext.parse(received.header("traceparent"), received.header("tracestate"));
        var root =
                tracing.begin(parent, subject.spanName(received.method()), received.startNanos());
        var started = clock.instant().minusNanos(System.nanoTime() - received.startNanos());
        return new TurnLog(
                new Beginning(received, subject, started),
                root,
                meters.of(subject.route().id(), subject.route().protocol().word()));
    }

    /// Hands the record over. Called once a turn.
    public void finish(TurnLog log) {
        sink.accept(log.finish());
    }
}
