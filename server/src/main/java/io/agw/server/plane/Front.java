package io.agw.server.plane;

import io.agw.server.match.Match;
import io.agw.server.match.Protocol;
import io.agw.server.match.Route;
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
    private final Map<Protocol, Plane> planes;
    private final Plane later;

    /// @param later takes the turns of protocols that have no plane
    public Front(Snapshots snapshots, Map<Protocol, Plane> planes, Plane later) {
        this.snapshots = snapshots;
        this.planes = Map.copyOf(planes);
        this.later = later;
    }

    /// Runs one turn from beginning to end.
    ///
    /// @throws TurnRefused when the answer is left to the listener
    /// @throws IOException when the client is gone
    public void serve(Received received, ReplySink sink) throws IOException {
        var snapshot = snapshots.current().orElse(null);
        if (snapshot == null) {
            refuseUnrouted(received, NO_SNAPSHOT, sink);
            return;
        }
        var match = snapshot.routes().match(received.host(), received.method(), received.path());
        switch (match) {
            case Match.Found found -> plane(found.route()).serve(snapshot, found, received, sink);
            case Match.Disabled(var route) -> refuse(route, disabled(route), received, sink);
            case Match.Unserved(var route) ->
                    plane(route).unserved(snapshot, route, received, sink);
            case Match.None _ -> refuseUnrouted(received, unknown(received), sink);
        }
    }

    /// Refuses a request that could not be read, in the error shape of the route that its path
    /// leads to, or of the protocol that it looks like.
    ///
    /// @param read what is known of it
    /// @throws TurnRefused when the answer is left to the listener
    /// @throws IOException when the client is gone
    public void refuse(Received read, Refusal refusal, ReplySink sink) throws IOException {
        var snapshot = snapshots.current().orElse(null);
        if (snapshot == null || !read.path().startsWith("/")) {
            refuseUnrouted(read, refusal, sink);
            return;
        }
        switch (snapshot.routes().match(read.host(), read.method(), read.path())) {
            case Match.Found found -> refuse(found.route(), refusal, read, sink);
            case Match.Disabled(var disabled) -> refuse(disabled, refusal, read, sink);
            case Match.Unserved(var unserved) -> refuse(unserved, refusal, read, sink);
            case Match.None _ -> refuseUnrouted(read, refusal, sink);
        }
    }

    private void refuse(Route route, Refusal refusal, Received read, ReplySink sink)
            throws IOException {
        plane(route).refuse(route, refusal, read, sink);
    }

    private void refuseUnrouted(Received read, Refusal refusal, ReplySink sink) throws IOException {
        var protocol = Protocol.suggestedBy(read.path());
        planes.getOrDefault(protocol, later).refuse(protocol, refusal, read, sink);
    }

    private Plane plane(Route route) {
        return planes.getOrDefault(route.protocol(), later);
    }

    private static Refusal disabled(Route route) {
        return new Refusal(403, "route_disabled", "route \"" + route.id() + "\" is disabled");
    }

    private static Refusal unknown(Received received) {
        return new Refusal(
                404,
                "route_not_found",
                "no route takes " + received.method() + " \"" + received.path() + "\"");
    }
}
