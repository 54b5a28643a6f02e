package io.agw.server.plane.llm;

import io.agw.server.call.CallFailed;
import io.agw.server.call.UpstreamFailure;
import io.agw.server.call.UpstreamReply;
import io.agw.server.dialect.MalformedJson;
import io.agw.server.dialect.ReplyScanner;
import io.agw.server.dialect.ScannedReply;
import io.agw.server.dialect.SseFault;
import io.agw.server.dialect.SseReader;
import io.agw.server.dialect.Usage;
import org.jspecify.annotations.Nullable;

/// An upstream's event stream, each event judged: what is to be passed on, what ends the stream,
/// what breaks it. Owns the reply. Not thread-safe.
final class OpenedStream implements AutoCloseable {
    private static final byte[] DONE = {'[', 'D', 'O', 'N', 'E', ']'};

    private final UpstreamReply reply;
    private final SseReader<CallFailed> events;
    private final ReplyScanner scanner;
    private final boolean usageWanted;
    private @Nullable Usage usage;
    private boolean finished;
    private long chunks;
    private long bytes;
    private int smallest = Integer.MAX_VALUE;

    /// @param usageWanted whether the client asked for the chunk that holds only usage
    OpenedStream(
            UpstreamReply reply, LlmSettings settings, ReplyScanner scanner, boolean usageWanted) {
        this.reply = reply;
        this.events = new SseReader<>(reply::read, settings.longestLine(), settings.longestEvent());
        this.scanner = scanner;
        this.usageWanted = usageWanted;
    }

    /// Waits for the first event that says something; what came before it is not passed on.
    ///
    /// @throws CallFailed when there is none, or when it is an error
    Event first() throws CallFailed {
        do {
            if (!next()) {
                throw new CallFailed(new UpstreamFailure.Reset("a stream without an event"));
            }
        } while (!events.hasData());
        return judge();
    }

    /// Goes to the next event that is already here; false when there is none.
    boolean nextBuffered() throws CallFailed {
        try {
            return events.nextBuffered();
        } catch (SseFault e) {
            throw failed(e);
        }
    }

    /// Waits for the next event; false at the end of the stream.
    boolean next() throws CallFailed {
        try {
            return events.next();
        } catch (SseFault e) {
            throw failed(e);
        }
    }

    /// What to do with the event.
    ///
    /// @throws CallFailed when it is an error, or nonsense
    Event judge() throws CallFailed {
        if (!events.hasData()) {
            return Event.PASS;
        }
        var data = events.data();
        int from = events.dataStart();
        int to = events.dataEnd();
        if (from == to) {
            return Event.PASS;
        }
        if (isDone(data, from, to)) {
            return Event.LAST;
        }
        if (to - from < 2 || data[from] != '{' || data[to - 1] != '}') {
            throw new CallFailed(new UpstreamFailure.Malformed("an event that is no JSON object"));
        }
        count(to - from);
        int glance = ReplyScanner.glance(data, from, to);
        finished |= (glance & ReplyScanner.FINISHED) != 0;
        return (glance & (ReplyScanner.USAGE | ReplyScanner.ERROR)) == 0
                ? Event.PASS
                : judgeWhole(scan(data, from, to));
    }

    private Event judgeWhole(ScannedReply chunk) throws CallFailed {
        if (chunk.error() != null) {
            throw new CallFailed(new UpstreamFailure.Reported("an error event"));
        }
        if (chunk.usage() == null) {
            return Event.PASS;
        }
        usage = chunk.usage();
        return chunk.choices() || usageWanted ? Event.PASS : Event.DROP;
    }

    byte[] buffer() {
        return events.buffer();
    }

    int start() {
        return events.start();
    }

    int end() {
        return events.end();
    }

    /// Whether the model has said all, so that only the last word of the protocol may be missing.
    boolean isFinished() {
        return finished;
    }

    /// Tokens as the upstream counted them; null when it has not said.
    @Nullable Usage usage() {
        return usage;
    }

    /// The answer's tokens as far as can be guessed: one a chunk, or four bytes of content, which
    /// is what the chunks are larger than the smallest of them.
    long estimatedTokens() {
        return chunks == 0 ? 0 : Math.max(chunks, (bytes - chunks * smallest) / 4);
    }

    /// Lets the upstream end its answer, so that its connection can be kept.
    void finish() {
        reply.finish();
    }

    @Override
    public void close() {
        reply.close();
    }

    private void count(int size) {
        chunks++;
        bytes += size;
        smallest = Math.min(smallest, size);
    }

    private ScannedReply scan(byte[] data, int from, int to) throws CallFailed {
        try {
            return scanner.scan(data, from, to);
        } catch (MalformedJson e) {
            throw new CallFailed(new UpstreamFailure.Malformed("event: " + e.getMessage()));
        }
    }

    private static boolean isDone(byte[] data, int from, int to) {
        if (to - from != DONE.length) {
            return false;
        }
        for (int i = 0; i < DONE.length; i++) {
            if (data[from + i] != DONE[i]) {
                return false;
            }
        }
        return true;
    }

    private static CallFailed failed(SseFault fault) {
        var what = String.valueOf(fault.getMessage());
        return new CallFailed(
                fault.isTooLarge()
                        ? new UpstreamFailure.TooLarge(what)
                        : new UpstreamFailure.Malformed(what));
    }

    /// What an event is to the client.
    enum Event {
        PASS,
        /// Not asked for.
        DROP,
        /// Ends the stream well.
        LAST
    }
}
