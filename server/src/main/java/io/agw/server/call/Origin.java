package io.agw.server.call;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// An upstream's address with its connections: which are idle, how many are open. The most recently
/// used idle connection is used first, so that a burst's surplus ages and is closed. Thread-safe.
///
/// The limit on idle connections is one on those that stay: closing every connection above it at
/// once would have steady traffic of more turns than that dial anew for each of them.
///
/// Without a connection for as long as an idle one is kept, it is given up. A call that takes it up
/// at that moment is carried out all the same, on a connection that is not kept.
public final class Origin implements Sweeper.Task {
    /// How long a connection beyond the limit on idle ones is kept for the next call.
    private static final long SURPLUS_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final OriginSpec spec;
    private final Dialer dialer;
    private final int maxConnections;
    private final Consumer<Origin> givenUp;
    private final Deque<Connection> idle = new ArrayDeque<>();
    private int open;
    private long usedAt = System.nanoTime();
    private boolean closed;

    /// @param givenUp hears once that nothing uses it any more
    Origin(OriginSpec spec, Dialer dialer, CallSettings settings, Consumer<Origin> givenUp) {
        this.spec = spec;
        this.dialer = dialer;
        this.maxConnections = settings.maxConnections();
        this.givenUp = givenUp;
    }

    public OriginSpec spec() {
        return spec;
    }

    /// A connection that is open and idle; null when there is none that can be trusted.
    @Nullable Connection takeIdle() {
        while (true) {
            var connection = lastIdle();
            if (connection == null) {
                return null;
            }
            if (!connection.transport().isStale()) {
                return connection;
            }
            connection.close();
        }
    }

    private synchronized @Nullable Connection lastIdle() {
        return idle.pollLast();
    }

    /// A new connection, ready to be written to.
    Connection connect(Timeouts timeouts, Cancellation cancellation) throws CallFailed {
        reserve();
        boolean connected = false;
        try {
            var connection = dialer.dial(this, timeouts, cancellation);
            connected = true;
            return connection;
        } finally {
            if (!connected) {
                unreserve();
            }
        }
    }

    private synchronized void reserve() throws CallFailed {
        if (open >= maxConnections) {
            throw new CallFailed(new UpstreamFailure.Exhausted(open));
        }
        open++;
        usedAt = System.nanoTime();
    }

    private synchronized void unreserve() {
        open--;
        usedAt = System.nanoTime();
    }

    /// Takes a connection back after a whole answer.
    void release(Connection connection) {
        connection.rest(System.nanoTime());
        if (!keep(connection)) {
            connection.close();
        }
    }

    private synchronized boolean keep(Connection connection) {
        if (closed || spec.maxIdle() == 0) {
            return false;
        }
        idle.addLast(connection);
        return true;
    }

    /// Hears of each connection's end once.
    void closed(Connection connection) {
        dialer.forget(connection);
        unreserve();
    }

    /// Closes what has been idle for too long, in the end the origin itself.
    @Override
    public void sweep(long now) {
        for (var over = pollOver(now); over != null; over = pollOver(now)) {
            over.close();
        }
        if (isOver(now)) {
            givenUp.accept(this);
        }
    }

    private synchronized boolean isOver(long now) {
        if (open > 0 || closed || now - usedAt < spec.keepIdle().toNanos()) {
            return false;
        }
        closed = true;
        return true;
    }

    private synchronized @Nullable Connection pollOver(long now) {
        var oldest = idle.peekFirst();
        if (oldest == null) {
            return null;
        }
        long most = spec.keepIdle().toNanos();
        if (idle.size() > spec.maxIdle()) {
            most = Math.min(most, SURPLUS_NANOS);
        }
        return now - oldest.idleSince() >= most ? idle.pollFirst() : null;
    }

    /// Closes idle connections now and used ones when they come back.
    void close() {
        synchronized (this) {
            closed = true;
        }
        for (var connection = lastIdle(); connection != null; connection = lastIdle()) {
            connection.close();
        }
    }

    /// Open connections, and how many of them are idle.
    public synchronized Load load() {
        return new Load(open, idle.size());
    }

    /// How many connections there are.
    public record Load(int open, int idle) {}
}
