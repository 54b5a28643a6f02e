package io.agw.server.listen;

import io.helidon.common.buffers.DataReader;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/// What one connection is doing and until when it may go on.
///
/// The connection's own thread moves it from phase to phase and reads through it; the sweeper asks
/// it, and starts the watch for a client that leaves while the gateway works. Helidon bounds none
/// of this by itself (`docs/decisions/0005-helidon-behind-a-thin-listener.md`).
final class ConnectionGuard {
    private static final byte[] NOTHING = {};
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private final ConnectionLimits limits;
    private final DataReader socket;

    private volatile Phase phase = Phase.HEADERS;
    private volatile long deadline;
    private volatile long writeStart;
    private volatile long writeEnd;
    private volatile boolean writing;
    private volatile boolean gone;
    private long requestStart;
    private long bodyStart;
    private long headerBytes;
    private byte[] head = NOTHING;
    private long bodyBytes;
    private @Nullable ChunkFraming chunks;
    private byte[] ahead = NOTHING;
    private boolean reading;
    private @Nullable Watch watch;

    ConnectionGuard(ConnectionLimits limits, DataReader socket) {
        this.limits = limits;
        this.socket = socket;
        this.requestStart = System.nanoTime();
        this.deadline = requestStart + limits.headers().toNanos();
    }

    /// The next bytes that the client sent, null at the end of them. Called by the connection's
    /// thread.
    ///
    /// @throws NumberFormatException when they cannot belong to the chunks under way
    byte @Nullable [] read() {
        var bytes = ahead;
        ahead = NOTHING;
        while (bytes != null && bytes.length == 0) { // of a body, nothing but what is passed over
            bytes = receive();
        }
        return bytes;
    }

    private byte @Nullable [] receive() {
        var begun = beginRead();
        byte @Nullable [] bytes;
        try {
            bytes = begun == null ? readSocket() : begun.await();
        } finally {
            endRead();
        }
        if (bytes == null) {
            gone = true;
            return null;
        }
        if (phase == Phase.IDLE) {
            requestStart = System.nanoTime();
            deadline = requestStart + limits.headers().toNanos();
            headerBytes = 0;
            head = NOTHING;
            phase = Phase.HEADERS;
        }
        if (phase == Phase.HEADERS) {
            headerBytes += bytes.length;
            head = RequestLine.join(head, bytes);
        } else if (phase == Phase.BODY) {
            bodyBytes += bytes.length;
            deadline = bodyDeadline();
            if (chunks != null) {
                bytes = chunks.take(bytes);
                if (chunks.isMalformed()) {
                    throw new NumberFormatException("chunk (expected: size, data and line ends)");
                }
            }
        }
        return bytes;
    }

    /// The headers of a request are complete.
    ///
    /// @param hasBody whether a body follows
    void headersRead(boolean hasBody) {
        chunks = null;
        head = NOTHING;
        if (!hasBody) {
            turnBegins();
            return;
        }
        bodyStart = System.nanoTime();
        bodyBytes = 0;
        deadline = bodyDeadline();
        phase = Phase.BODY;
    }

    /// The body that follows comes in chunks.
    ///
    /// @param begun what was read of it together with the headers, and is read once more from here
    void chunksBegin(byte[] begun) {
        chunks = new ChunkFraming();
        ahead = chunks.take(begun);
    }

    /// Whether what has been read of the body cannot be one.
    boolean isBodyMalformed() {
        return chunks != null && chunks.isMalformed();
    }

    /// The request is complete: from now on the client waits for the gateway.
    void turnBegins() {
        writeEnd = System.nanoTime();
        phase = Phase.TURN;
    }

    /// The answer is complete, or given up.
    void turnEnds() {
        deadline = System.nanoTime() + limits.idle().toNanos();
        phase = Phase.IDLE;
    }

    /// The connection is over; what the client is still sending is taken for a moment, so that it
    /// sees the answer before it sees the connection close.
    void lingers(long nanos) {
        deadline = System.nanoTime() + nanos;
        phase = Phase.LINGER;
    }

    void writeBegins() {
        writeStart = System.nanoTime();
        writing = true;
    }

    void writeEnds() {
        writeEnd = System.nanoTime();
        writing = false;
    }

    Phase phase() {
        return phase;
    }

    /// `System.nanoTime` of the first byte of the request.
    long requestStart() {
        return requestStart;
    }

    /// Bytes received while the headers of the last request were not complete.
    long headerBytes() {
        return headerBytes;
    }

    /// The request's first line as far as it came, while its headers are not complete.
    RequestLine line() {
        return RequestLine.of(head);
    }

    /// Whether the client is known to have left, or to have closed its sending side, which cannot
    /// be told apart without a write.
    boolean isGone() {
        return gone;
    }

    /// Whether a deadline has passed.
    boolean isOverdue(long now) {
        if (writing && now - writeStart > limits.stalledWrite().toNanos()) {
            return true;
        }
        return phase != Phase.TURN && now - deadline > 0;
    }

    /// Begins to watch for the client's leaving when the gateway has said nothing for a while: a
    /// client that is written to is found out by that. A thread of its own waits for the next
    /// bytes; the connection's thread takes them from it when the turn is over, so nothing that the
    /// client sent ahead is lost.
    void watchIfSilent(long now) {
        if (phase != Phase.TURN || now - writeEnd < limits.silent().toNanos()) {
            return;
        }
        Watch started;
        synchronized (this) {
            if (phase != Phase.TURN || reading || watch != null) {
                return;
            }
            started = new Watch();
            watch = started;
        }
        Thread.ofVirtual().name("client-watch").start(started);
    }

    /// Whether the client's leaving would be noticed now, without a write.
    synchronized boolean isWatched() {
        return watch != null;
    }

    private long bodyDeadline() {
        return bodyStart
                + limits.body().toNanos()
                + bodyBytes * NANOS_PER_SECOND / limits.bytesPerSecond();
    }

    private synchronized @Nullable Watch beginRead() {
        reading = true;
        var begun = watch;
        watch = null;
        return begun;
    }

    private synchronized void endRead() {
        reading = false;
    }

    /// Lets other threads go first: a read that finds something costs a fraction of one that waits.
    @SuppressWarnings("ThreadPriorityCheck") // nothing depends on who runs next
    private byte @Nullable [] readSocket() {
        Thread.yield();
        try {
            socket.ensureAvailable();
        } catch (DataReader.InsufficientDataAvailableException _) {
            return null; // the client closed its side, or all of it
        }
        return socket.readBytes(socket.available());
    }

    /// What a connection is doing.
    enum Phase {
        /// Waiting for the rest of a request's headers.
        HEADERS,
        /// Waiting for the rest of a request's body.
        BODY,
        /// Working on the answer.
        TURN,
        /// Waiting for the next request.
        IDLE,
        /// Waiting for the client to take the last answer.
        LINGER
    }

    /// A read that was begun while a turn runs.
    private final class Watch implements Runnable {
        private final CountDownLatch done = new CountDownLatch(1);
        private byte @Nullable [] bytes;
        private @Nullable RuntimeException failure;

        @Override
        public void run() {
            try {
                bytes = readSocket();
                gone = bytes == null;
            } catch (RuntimeException e) {
                failure = e;
                gone = true;
            } finally {
                done.countDown();
            }
        }

        byte @Nullable [] await() {
            try {
                done.await();
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                return null; // the sweeper ends the connection
            }
            if (failure != null) {
                throw failure;
            }
            return bytes;
        }
    }
}
