package io.agw.server.plane;

import io.agw.server.authenticate.Authenticator;
import io.agw.server.match.Match;
import io.agw.server.match.Protocol;
import io.agw.server.match.Route;
import io.agw.server.snapshot.Snapshot;
import io.agw.server.snapshot.Snapshots;
import io.agw.server.turn.Received;
import io.agw.server.turn.Refusal;
import io.agw.server.turn.ReplySink;
import io.agw.server.turn.TurnRefused;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;

/// The way into the data plane: takes each request to the plane of its route. Thread-safe.
public final class Front {
    private static final Refusal NO_SNAPSHOT =
            new Refusal(
                    503,
                    "not_ready",
                    "the gateway has no configuration yet",
                    Duration.ofSeconds(1));

    private final Snapshots snapshots;
    private final Authenticator authenticator;
    private final Map<Protocol, Plane> planes;

    public Front(Snapshots snapshots, Authenticator authenticator, Map<Protocol, Plane> planes) {
        this.snapshots = snapshots;
        this.authenticator = authenticator;
        this.planes = Map.copyOf(planes);
    }

    /// Runs one turn from beginning to end.
    ///
    /// @throws TurnRefused when no route's plane can answer
    /// @throws IOException when the client is gone
    public void serve(Received received, ReplySink sink) throws IOException {
        var snapshot = snapshots.current().orElseThrow(() -> new TurnRefused(NO_SNAPSHOT));
        var match = snapshot.routes().match(received.host(), received.method(), received.path());
        switch (match) {
            case Match.Found found -> plane(found.route()).serve(snapshot, found, received, sink);
            case Match.Disabled(var route) ->
                    plane(route).refuse(route, disabled(route), received, sink);
            case Match.Unserved(var route) ->
                    plane(route).refuse(route, unserved(snapshot, route, received), received, sink);
            case Match.None _ -> throw new TurnRefused(unknown(received));
        }
    }

    private Plane plane(Route route) {
        var plane = planes.get(route.protocol());
        if (plane == null) {
            throw new TurnRefused(
                    new Refusal(
                            501,
                            "protocol_not_served",
                            "protocol \""
                                    + route.protocol().word()
                                    + "\" of route \""
                                    + route.id()
                                    + "\" is not served yet"));
        }
        return plane;
    }

    private static Refusal disabled(Route route) {
        return new Refusal(403, "route_disabled", "route \"" + route.id() + "\" is disabled");
    }

    /// Who may not use a route is told that, and not which paths it has.
    private Refusal unserved(Snapshot snapshot, Route route, Received received) {
        try {
            authenticator.identify(received, route, snapshot.keys());
        } catch (TurnRefused e) {
            return e.refusal();
        }
        return new Refusal(
                404,
                "path_not_found",
                "path \""
                        + received.path()
                        + "\" is not one of protocol \""
                        + route.protocol().word()
                        + "\", which route \""
                        + route.id()
                        + "\" serves");
    }

    private static Refusal unknown(Received received) {
        return new Refusal(
                404,
                "route_not_found",
                "no route takes " + received.method() + " \"" + received.path() + "\"");
    }
}
