package io.agw.server.plane.llm;

import io.agw.server.call.CallFailed;
import io.agw.server.call.UpstreamFailure;
import io.agw.server.call.UpstreamReply;
import io.agw.server.dialect.SseFault;
import io.agw.server.dialect.SseReader;

/// An upstream's stream of server-sent events, one after the other. Owns the reply. Not
/// thread-safe.
final class UpstreamEvents implements AutoCloseable {
    private final UpstreamReply reply;
    private final int longestKept;
    private final SseReader<CallFailed> source;

    UpstreamEvents(UpstreamReply reply, LlmSettings settings) {
        this.reply = reply;
        this.longestKept = settings.longestKept();
        this.source =
                new SseReader<>(
                        new ReplySource(reply), settings.longestLine(), settings.longestEvent());
    }

    /// Most characters of an answer of which some have to be kept.
    int longestKept() {
        return longestKept;
    }

    /// Waits for the first event that has data.
    ///
    /// @throws CallFailed when there is none
    void first() throws CallFailed {
        do {
            if (!next()) {
                throw new CallFailed(new UpstreamFailure.Reset("a stream without an event"));
            }
        } while (!hasData());
    }

    /// Goes to the next event that is already here; false when there is none.
    boolean nextBuffered() throws CallFailed {
        try {
            return source.nextBuffered();
        } catch (SseFault e) {
            throw failed(e);
        }
    }

    /// Takes the event out from between its neighbours in the buffer.
    void drop() {
        source.drop();
    }

    /// Waits for the next event; false at the end of the stream.
    boolean next() throws CallFailed {
        reply.awaitEvent();
        try {
            return source.next();
        } catch (SseFault e) {
            throw failed(e);
        }
    }

    /// Says that the first token has come.
    void tokenCame() {
        reply.tokenCame();
    }

    /// Whether the event says something.
    boolean hasData() {
        return source.hasData() && source.dataStart() < source.dataEnd();
    }

    /// Bytes that hold the event's data at `[dataStart, dataEnd)`.
    byte[] data() {
        return source.data();
    }

    int dataStart() {
        return source.dataStart();
    }

    int dataEnd() {
        return source.dataEnd();
    }

    /// Bytes that hold the whole event at `[start, end)`, behind the events before it.
    byte[] buffer() {
        return source.buffer();
    }

    int start() {
        return source.start();
    }

    int end() {
        return source.end();
    }

    /// Lets the upstream end its answer, so that its connection can be kept.
    void finish() {
        reply.finish();
    }

    @Override
    public void close() {
        reply.close();
    }

    private record ReplySource(UpstreamReply reply) implements SseReader.Source<CallFailed> {
        @Override
        public int read(byte[] into, int offset, int length) throws CallFailed {
            return reply.read(into, offset, length);
        }

        @Override
        public int ready() {
            return reply.ready();
        }
    }

    private static CallFailed failed(SseFault fault) {
        var what = String.valueOf(fault.getMessage());
        return new CallFailed(
                fault.isTooLarge()
                        ? new UpstreamFailure.TooLarge(what)
                        : new UpstreamFailure.Malformed(what));
    }
}
