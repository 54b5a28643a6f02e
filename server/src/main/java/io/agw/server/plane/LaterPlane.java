package io.agw.server.plane;

import io.agw.server.authenticate.Authenticator;
import io.agw.server.match.Match;
import io.agw.server.match.Protocol;
import io.agw.server.match.Route;
import io.agw.server.record.Recorder;
import io.agw.server.record.TurnLog;
import io.agw.server.snapshot.Snapshot;
import io.agw.server.turn.Received;
import io.agw.server.turn.Refusal;
import io.agw.server.turn.ReplySink;
import io.agw.server.turn.TurnRefused;
import java.util.function.Supplier;

/// Stands in for the planes that are still to come. A turn on one of their routes is authenticated
/// and recorded like any other; the answer that it is not served is left to the listener, whose
/// error shape belongs to no protocol. Thread-safe.
public final class LaterPlane implements Plane {
    private final Authenticator authenticator;
    private final Recorder recorder;

    public LaterPlane(Authenticator authenticator, Recorder recorder) {
        this.authenticator = authenticator;
        this.recorder = recorder;
    }

    @Override
    public void serve(Snapshot snapshot, Match.Found found, Received received, ReplySink sink) {
        var log = recorder.begin(received, found);
        record(log, () -> identify(snapshot, found.route(), received, log));
    }

    @Override
    public void unserved(Snapshot snapshot, Route route, Received received, ReplySink sink) {
        var log = recorder.begin(received, route);
        record(log, () -> identify(snapshot, route, received, log));
    }

    @Override
    public void refuse(Route route, Refusal refusal, Received received, ReplySink sink) {
        record(recorder.begin(received, route), () -> refusal);
    }

    @Override
    public void refuse(Protocol protocol, Refusal refusal, Received received, ReplySink sink) {
        throw new TurnRefused(refusal);
    }

    private Refusal identify(Snapshot snapshot, Route route, Received received, TurnLog log) {
        authenticator.identify(received, route, snapshot.keys(), log::payer);
        return new Refusal(
                501,
                "protocol_not_served",
                "protocol \""
                        + route.protocol().word()
                        + "\" of route \""
                        + route.id()
                        + "\" is not served yet");
    }

    private void record(TurnLog log, Supplier<Refusal> reason) {
        try {
            throw new TurnRefused(reason.get());
        } catch (TurnRefused e) {
            log.refused(e.refusal().status(), e.refusal().code());
            throw e;
        } finally {
            recorder.finish(log);
        }
    }
}
