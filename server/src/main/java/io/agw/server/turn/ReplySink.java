package io.agw.server.turn;

import java.io.IOException;
import java.util.Map;

/// Where the answer of one turn goes. Used by the turn's own thread only; exactly one of the two
/// methods is called, once.
public interface ReplySink {
    /// Answers whole. `body` is sent as it is and not modified.
    ///
    /// @throws IOException when the client is gone
    void send(int status, Map<String, String> headers, byte[] body) throws IOException;

    /// Begins a streamed answer; status and headers go out with the first flush.
    Stream stream(int status, Map<String, String> headers) throws IOException;

    /// A streamed answer under way. Every method throws `IOException` once the client is gone.
    interface Stream {
        void write(byte[] bytes, int offset, int length) throws IOException;

        /// Sends what was written. Never call it with nothing written since the last flush.
        void flush() throws IOException;

        /// Ends the answer cleanly.
        void end() throws IOException;

        /// Breaks the connection, so that the client cannot take what it has for the whole.
        void abort();
    }
}
