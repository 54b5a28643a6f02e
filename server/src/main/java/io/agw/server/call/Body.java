package io.agw.server.call;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The body of one answer, cut out of the connection by length, by chunks or by the end of the
/// connection. Not thread-safe.
final class Body {
    private static final int LONGEST_LINE = 4 * 1024;
    private static final int MOST_TRAILERS = 64;
    private static final long FAREWELL_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final Connection connection;
    private final Framing framing;
    private final Limits limits;
    private boolean awaitsToken = true;
    private boolean awaitsEvent;
    private long eventBy;
    private long totalBy;
    private long left;
    private boolean betweenChunks;
    private boolean complete;
    private @Nullable CallFailed broken;

    /// @param left bytes of the body where its length is known
    Body(Connection connection, Framing framing, long left, Limits limits) {
        this.connection = connection;
        this.framing = framing;
        this.left = framing == Framing.CHUNKED ? 0 : left;
        this.limits = limits;
        this.totalBy = limits.totalBy();
        this.complete = framing == Framing.LENGTH && left == 0;
    }

    /// From here on there is no first token to wait for.
    void tokenCame() {
        awaitsToken = false;
    }

    /// From here on the limit of silence is one until the next call, not until the next byte.
    void awaitEvent() {
        awaitsEvent = true;
        eventBy = System.nanoTime() + limits.idle().toNanos();
    }

    /// Whether the whole body was read and nothing behind it has come.
    boolean isWhole() {
        return complete
                && framing != Framing.END
                && connection.buffered() == 0
                && !connection.transport().hasLeft();
    }

    /// Reads the end of a chunked body that stands between two chunks, where it comes at once.
    void finish() throws CallFailed {
        if (!complete && broken == null && framing == Framing.CHUNKED && left == 0) {
            long soon = System.nanoTime() + FAREWELL_NANOS;
            if (soon - totalBy < 0) {
                totalBy = soon;
            }
            complete = !nextChunk();
        }
    }

    /// Bytes that a read finds without waiting. Of a chunked body it may be fewer, as the heads of
    /// chunks lie between them, but never none.
    int ready() {
        if (broken != null || complete) {
            return 0;
        }
        boolean reachable = framing != Framing.CHUNKED || left > 0 || hasNextChunk();
        int most = reachable ? connection.buffered() : 0;
        return framing == Framing.LENGTH ? (int) Math.min(most, left) : most;
    }

    int read(byte[] into, int offset, int length) throws CallFailed {
        if (broken != null) {
            throw broken;
        }
        if (complete) {
            return -1;
        }
        return framing == Framing.CHUNKED
                ? readChunks(into, offset, length)
                : readPlain(into, offset, length);
    }

    private int readPlain(byte[] into, int offset, int length) throws CallFailed {
        int most = framing == Framing.END ? length : (int) Math.min(length, left);
        int read = take(into, offset, most);
        if (read < 0) {
            if (framing == Framing.LENGTH) {
                throw cut(left + " bytes of the body are missing");
            }
            complete = true;
            return -1;
        }
        if (framing == Framing.LENGTH) {
            left -= read;
            complete = left == 0;
        }
        return read;
    }

    /// Takes as much as is there, over as many chunks as are there, and waits only for the first
    /// byte.
    private int readChunks(byte[] into, int offset, int length) throws CallFailed {
        int done = 0;
        while (done < length) {
            if (left == 0) {
                if (done > 0 && (!hasNextChunk() || !isNextChunkSound())) {
                    return done;
                }
                if (left == 0 && !nextChunk()) {
                    complete = true;
                    return -1;
                }
            }
            if (done > 0 && connection.buffered() == 0) {
                return done;
            }
            int read = take(into, offset + done, (int) Math.min(length - done, left));
            if (read < 0) {
                throw cut("the last chunk is missing");
            }
            left -= read;
            done += read;
            betweenChunks = left == 0;
        }
        return done;
    }

    /// Whether the head of a further chunk, not of the last one, and something behind it can be
    /// read without waiting.
    private boolean hasNextChunk() {
        var buffer = connection.buffer();
        int from = connection.position() + (betweenChunks ? 2 : 0);
        if (from >= connection.limit() || buffer[from] == '0') {
            return false;
        }
        for (int i = from; i < connection.limit(); i++) {
            if (buffer[i] == '\n') {
                return i + 1 < connection.limit();
            }
        }
        return false;
    }

    /// Goes to the next chunk, whose head is here. What is wrong with it is told by the next read,
    /// so that what came before it is not lost.
    private boolean isNextChunkSound() {
        try {
            return nextChunk();
        } catch (CallFailed e) {
            broken = e;
            return false;
        }
    }

    /// Goes to the next chunk; false behind the last one.
    private boolean nextChunk() throws CallFailed {
        if (betweenChunks) {
            if (lineLength() != 0) {
                throw malformed("a chunk is longer than its size says");
            }
            connection.skip(2);
            betweenChunks = false;
        }
        int length = lineLength();
        left = chunkSize(connection.position(), connection.position() + length);
        connection.skip(length + 2);
        if (left > 0) {
            return true;
        }
        for (int i = 0; i < MOST_TRAILERS; i++) {
            int trailer = lineLength();
            connection.skip(trailer + 2);
            if (trailer == 0) {
                return false;
            }
        }
        throw malformed("more than " + MOST_TRAILERS + " trailers");
    }

    private long chunkSize(int from, int end) throws CallFailed {
        var buffer = connection.buffer();
        long size = 0;
        int at = from;
        while (at < end) {
            int digit = Character.digit(buffer[at], 16);
            if (digit < 0) {
                break;
            }
            size = size * 16 + digit;
            at++;
        }
        boolean extended =
                at < end && (buffer[at] == ';' || buffer[at] == ' ' || buffer[at] == '\t');
        if (at == from || at - from > 15 || (at < end && !extended)) {
            throw malformed("a chunk without a size");
        }
        return size;
    }

    /// The length of the line that begins at the position, without its CR LF; waits for its end.
    private int lineLength() throws CallFailed {
        int scanned = 0;
        while (true) {
            var buffer = connection.buffer();
            int from = connection.position();
            for (int i = from + scanned; i < connection.limit(); i++) {
                if (buffer[i] == '\n') {
                    if (i == from || buffer[i - 1] != '\r') {
                        throw malformed("a line that ends without CR");
                    }
                    return i - 1 - from;
                }
            }
            scanned = connection.buffered();
            if (scanned >= LONGEST_LINE) {
                throw malformed("a chunk's line: over " + LONGEST_LINE + " bytes");
            }
            if (!fill()) {
                throw cut("the last chunk is missing");
            }
        }
    }

    /// Copies from the buffer, or reads past it when that saves a copy; -1 at the end.
    private int take(byte[] into, int offset, int length) throws CallFailed {
        if (connection.buffered() == 0) {
            if (length >= connection.buffer().length) {
                watch();
                int read = connection.readDirect(into, offset, length);
                connection.arm(Deadline.TOTAL, totalBy);
                return read;
            }
            if (!fill()) {
                return -1;
            }
        }
        int count = Math.min(length, connection.buffered());
        System.arraycopy(connection.buffer(), connection.position(), into, offset, count);
        connection.skip(count);
        return count;
    }

    private boolean fill() throws CallFailed {
        watch();
        boolean filled = connection.fill(Integer.MAX_VALUE);
        connection.arm(Deadline.TOTAL, totalBy);
        return filled;
    }

    private void watch() throws CallFailed {
        var phase = Deadline.TOTAL;
        long by = totalBy;
        long idleBy = awaitsEvent ? eventBy : System.nanoTime() + limits.idle().toNanos();
        if (idleBy - by < 0) {
            phase = Deadline.IDLE;
            by = idleBy;
        }
        if (awaitsToken && limits.tokenBy() - by < 0) {
            phase = Deadline.FIRST_TOKEN;
            by = limits.tokenBy();
        }
        connection.arm(phase, by);
    }

    private static CallFailed cut(String what) {
        return new CallFailed(new UpstreamFailure.Reset(what));
    }

    private static CallFailed malformed(String what) {
        return new CallFailed(new UpstreamFailure.Malformed(what));
    }

    /// By when a body must come.
    ///
    /// @param idle most between two reads
    /// @param tokenBy `System.nanoTime` by which a stream's first token must have come
    /// @param totalBy `System.nanoTime` by which the body must have been read
    record Limits(Duration idle, long tokenBy, long totalBy) {
        /// @param begun `System.nanoTime` when the request had been sent
        static Limits of(Timeouts timeouts, long begun) {
            return new Limits(
                    timeouts.idle(),
                    begun + timeouts.firstToken().toNanos(),
                    begun + timeouts.total().toNanos());
        }

        /// The same for a body that must have come so soon from now on.
        Limits within(Duration most) {
            long soon = System.nanoTime() + most.toNanos();
            return soon - totalBy < 0 ? new Limits(idle, tokenBy, soon) : this;
        }
    }

    /// How the end of a body is told.
    enum Framing {
        LENGTH,
        CHUNKED,
        /// By the end of the connection.
        END
    }
}
