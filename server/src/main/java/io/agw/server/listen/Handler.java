package io.agw.server.listen;

import io.agw.server.turn.Received;
import io.agw.server.turn.ReplySink;
import java.io.IOException;

/// What is behind a listener. Thread-safe; each request is handled on a virtual thread of its own.
@FunctionalInterface
public interface Handler {
    /// Answers one request, from beginning to end.
    ///
    /// @throws io.agw.server.turn.TurnRefused to have the listener answer in its own error shape;
    ///   only before anything was sent
    /// @throws IOException when the client is gone
    void handle(Received received, ReplySink sink) throws IOException;
}
