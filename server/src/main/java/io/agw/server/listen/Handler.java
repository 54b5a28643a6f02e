package io.agw.server.listen;

import io.agw.server.turn.Received;
import io.agw.server.turn.Refusal;
import io.agw.server.turn.ReplySink;
import io.agw.server.turn.TurnRefused;
import java.io.IOException;

/// What is behind a listener. Thread-safe; each request is handled on a virtual thread of its own.
public interface Handler {
    /// Answers one request, from beginning to end.
    ///
    /// @throws TurnRefused to have the listener answer in its own error shape; only before anything
    ///   was sent
    /// @throws IOException when the client is gone
    void handle(Received received, ReplySink sink) throws IOException;

    /// Refuses a request of which not all could be read, or not in one way only.
    ///
    /// @param read what is known of it, without headers and body; its path, where that is
    ///   malformed, is the raw one
    /// @throws TurnRefused to have the listener answer in its own error shape
    /// @throws IOException when the client is gone
    default void refuse(Received read, Refusal refusal, ReplySink sink) throws IOException {
        throw new TurnRefused(refusal);
    }
}
