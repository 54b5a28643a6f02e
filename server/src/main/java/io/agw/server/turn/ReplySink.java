package io.agw.server.turn;

import java.io.IOException;
import java.util.Map;

/// Where the answer of one turn goes. Exactly one of {@link #send} and {@link #stream} is called,
/// once, by the turn's own thread.
///
/// The sink adds what belongs to every answer: `x-request-id`, framing, `date`. Header names are
/// given in lower case.
public interface ReplySink {
    /// Answers whole. `body` is sent as it is and not modified.
    ///
    /// @throws IOException when the client is gone
    void send(int status, Map<String, String> headers, byte[] body) throws IOException;

    /// Begins a streamed answer; status and headers go out with the first flush.
    Stream stream(int status, Map<String, String> headers) throws IOException;

    /// Whether the client is known to have left. Called by another thread, about once a second,
    /// while the turn's own thread waits for an upstream and nothing has been sent: must not block
    /// and must not take bytes that a client sent ahead. `false` when it cannot be told.
    boolean clientGone();

    /// Whether the gateway is going down and waits no longer: a streamed answer under way is to be
    /// ended now, with an error event that says so. Cheap; asked by any thread.
    default boolean isShuttingDown() {
        return false;
    }

    /// A streamed answer under way. Used by one thread at a time, not always the same one: while an
    /// upstream is silent another thread writes heartbeats. Every method throws `IOException` once
    /// the client is gone, or takes nothing for too long.
    interface Stream {
        void write(byte[] bytes, int offset, int length) throws IOException;

        /// Sends what was written. Never call it with nothing written since the last flush.
        void flush() throws IOException;

        /// Ends the answer cleanly.
        void end() throws IOException;

        /// Sends the last bytes and ends the answer cleanly, all at once.
        default void end(byte[] bytes, int offset, int length) throws IOException {
            write(bytes, offset, length);
            end();
        }

        /// Sends the last bytes of an answer that has broken off, which say so, and ends what is
        /// sent, but nothing that would make the answer look whole.
        default void breakOff(byte[] bytes, int offset, int length) throws IOException {
            end(bytes, offset, length);
        }

        /// Breaks the connection, so that the client cannot take what it has for the whole.
        void abort();
    }
}
