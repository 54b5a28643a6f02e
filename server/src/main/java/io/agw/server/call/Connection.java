package io.agw.server.call;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// One connection, its input buffer and its deadline. Used by one call at a time; only {@link
/// #sweep} and {@link #abort} are called by other threads, and all they do is close it.
final class Connection implements Sweeper.Task, Cancellation.Target {
    /// A paced stream needs little and there may be thousands: the buffer grows only while reads
    /// fill it.
    private static final int BUFFER = 2 * 1024;

    private static final int LARGEST_BUFFER = 32 * 1024;
    private static final byte[] NONE = {};
    private static final long NEVER = Long.MAX_VALUE;
    private static final long EXPIRED = Long.MIN_VALUE;

    private final Origin origin;
    private final Transport transport;
    private final AtomicLong deadline = new AtomicLong(NEVER);
    private Deadline phase = Deadline.CONNECT;
    private volatile @Nullable UpstreamFailure aborted;
    private boolean closed;
    private byte[] buffer = NONE;
    private int position;
    private int limit;
    private boolean filled;
    private long idleSince;
    private boolean silent = true;

    Connection(Origin origin, SocketChannel channel) {
        this.origin = origin;
        this.transport = new Transport(channel);
    }

    Origin origin() {
        return origin;
    }

    Transport transport() {
        return transport;
    }

    /// Whether nothing has been received since the connection was last taken up.
    boolean isSilent() {
        return silent;
    }

    void connect(InetAddress address, int port) throws CallFailed {
        try {
            var channel = transport.channel();
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            channel.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
            channel.connect(new InetSocketAddress(address, port));
        } catch (IOException e) {
            throw failed(
                    new UpstreamFailure.Unreachable(
                            address.getHostAddress() + " port " + port + ": " + reason(e)),
                    e);
        }
    }

    /// Sets the time by which the next step must be over.
    ///
    /// @throws CallFailed when the deadline that was set before has passed meanwhile
    void arm(Deadline next, long at) throws CallFailed {
        var before = phase;
        phase = next;
        if (deadline.getAndSet(at) == EXPIRED) {
            phase = before;
            deadline.set(EXPIRED);
            throw new CallFailed(new UpstreamFailure.TimedOut(before));
        }
    }

    void arm(Deadline next, Duration within) throws CallFailed {
        arm(next, System.nanoTime() + within.toNanos());
    }

    void disarm() throws CallFailed {
        arm(phase, NEVER);
    }

    void write(byte[] bytes, int length) throws CallFailed {
        try {
            transport.write(bytes, length);
        } catch (IOException e) {
            throw failed(new UpstreamFailure.Reset("while sending: " + reason(e)), e);
        }
    }

    byte[] buffer() {
        return buffer;
    }

    int position() {
        return position;
    }

    int limit() {
        return limit;
    }

    int buffered() {
        return limit - position;
    }

    void skip(int count) {
        position += count;
    }

    /// Adds to the buffer what the peer sent, waiting for at least one byte; false at the end.
    ///
    /// @param most bytes that may be buffered
    boolean fill(int most) throws CallFailed {
        if (position == limit) {
            position = 0;
            limit = 0;
        }
        if (buffer.length == 0) {
            buffer = new byte[BUFFER];
        } else if (limit == 0 && filled && buffer.length < LARGEST_BUFFER) {
            buffer = new byte[2 * buffer.length];
        } else if (limit == buffer.length) {
            makeRoom(most);
        }
        int read = readDirect(buffer, limit, buffer.length - limit);
        if (read > 0) {
            limit += read;
            filled = limit == buffer.length;
            silent = false;
        }
        return read > 0;
    }

    /// Reads past the buffer, which must be empty; -1 at the end.
    int readDirect(byte[] into, int offset, int length) throws CallFailed {
        try {
            return transport.read(into, offset, length);
        } catch (IOException e) {
            throw failed(new UpstreamFailure.Reset("while receiving: " + reason(e)), e);
        }
    }

    private void makeRoom(int most) throws CallFailed {
        if (position > 0) {
            System.arraycopy(buffer, position, buffer, 0, limit - position);
            limit -= position;
            position = 0;
            return;
        }
        if (limit >= most) {
            throw new CallFailed(
                    new UpstreamFailure.TooLarge("head or line: over " + most + " bytes"));
        }
        buffer = Arrays.copyOf(buffer, Math.min(most, 2 * buffer.length));
    }

    /// The failure that an exception stands for: what closed the connection from outside, else
    /// `otherwise`.
    CallFailed failed(UpstreamFailure otherwise, IOException cause) {
        var abortion = aborted;
        if (abortion != null) {
            return new CallFailed(abortion);
        }
        if (cause instanceof ClosedByInterruptException) {
            return new CallFailed(new UpstreamFailure.Cancelled());
        }
        if (deadline.get() == EXPIRED) {
            return new CallFailed(new UpstreamFailure.TimedOut(phase));
        }
        return new CallFailed(otherwise);
    }

    @Override
    public void sweep(long now) {
        long at = deadline.get();
        if (at != NEVER && at != EXPIRED && now - at >= 0 && deadline.compareAndSet(at, EXPIRED)) {
            transport.close();
        }
    }

    @Override
    public void abort(UpstreamFailure cause) {
        aborted = cause;
        transport.close();
    }

    void rest(long now) {
        idleSince = now;
        silent = true;
    }

    long idleSince() {
        return idleSince;
    }

    /// Ends the connection; further calls do nothing.
    void close() {
        if (!closed) {
            closed = true;
            transport.close();
            origin.closed(this);
        }
    }

    /// What an exception says, without anything that a peer could have put there.
    static @Nullable String reason(IOException e) {
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }
}
