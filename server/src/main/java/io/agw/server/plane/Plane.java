package io.agw.server.plane;

import io.agw.server.match.Match;
import io.agw.server.match.Protocol;
import io.agw.server.match.Route;
import io.agw.server.snapshot.Snapshot;
import io.agw.server.turn.Received;
import io.agw.server.turn.Refusal;
import io.agw.server.turn.ReplySink;
import io.agw.server.turn.TurnRefused;
import java.io.IOException;

/// One family of protocols. Thread-safe; each call runs one turn on its own virtual thread, from
/// the request to the end of the answer.
public interface Plane {
    /// Serves one turn on a route of this plane's protocols; refusals and upstream failures are
    /// answered, not thrown.
    ///
    /// @param snapshot the configuration of this turn, from beginning to end
    /// @throws TurnRefused when the answer is left to the listener
    /// @throws IOException when the client is gone
    void serve(Snapshot snapshot, Match.Found found, Received received, ReplySink sink)
            throws IOException;

    /// Refuses a path that is none of the route's protocol. Who may not use the route is told that,
    /// and not which paths it has.
    ///
    /// @throws TurnRefused when the answer is left to the listener
    /// @throws IOException when the client is gone
    void unserved(Snapshot snapshot, Route route, Received received, ReplySink sink)
            throws IOException;

    /// Answers a turn that ends before it is served, in the error shape of the route's protocol.
    ///
    /// @throws TurnRefused when the answer is left to the listener
    /// @throws IOException when the client is gone
    void refuse(Route route, Refusal refusal, Received received, ReplySink sink) throws IOException;

    /// Answers what no route takes, in the error shape of the protocol that it looks like.
    ///
    /// @throws TurnRefused when the answer is left to the listener
    /// @throws IOException when the client is gone
    void refuse(Protocol protocol, Refusal refusal, Received received, ReplySink sink)
            throws IOException;
}
