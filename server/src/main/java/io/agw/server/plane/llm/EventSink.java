package io.agw.server.plane.llm;

import io.agw.server.turn.TurnRefused;
import java.io.IOException;

/// Where the events of a stream go.
interface EventSink {
    /// Sends whole events.
    ///
    /// @throws IOException when the client is gone
    /// @throws TurnRefused when the answer may not go on
    void send(byte[] bytes, int from, int to) throws IOException;

    /// Sends the last events, if there are any, and ends the answer cleanly.
    ///
    /// @throws IOException when the client is gone
    /// @throws TurnRefused when the answer may not go on
    void finish(byte[] bytes, int from, int to) throws IOException;
}
