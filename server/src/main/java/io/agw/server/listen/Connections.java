package io.agw.server.listen;

import io.agw.server.turn.Refusal;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/// All connections of one listener, counted and swept. Owns the sweeper's thread. Thread-safe.
final class Connections implements AutoCloseable {
    private static final Duration TICK = Duration.ofMillis(250);

    private final ConnectionLimits limits;
    private final byte[] tooMany;
    private final Thread sweeper;
    private final AcceptedSockets sockets;
    private final Set<GuardedConnection> active = ConcurrentHashMap.newKeySet();
    private final Map<InetAddress, Integer> byAddress = new HashMap<>();
    private int admitted;
    private volatile boolean draining;
    private volatile boolean shuttingDown;
    private volatile boolean closed;

    Connections(String name, ConnectionLimits limits, ErrorShape errors) {
        this.limits = limits;
        this.tooMany = tooMany(errors);
        this.sockets = new AcceptedSockets(limits.handshake());
        this.sweeper = Thread.ofPlatform().daemon().name(name + "-sweeper").unstarted(this::sweep);
    }

    void start() {
        sweeper.start();
    }

    AcceptedSockets sockets() {
        return sockets;
    }

    ConnectionLimits limits() {
        return limits;
    }

    /// Takes a connection in; false when there are too many, which bounds how long it may stay all
    /// the same.
    boolean enter(GuardedConnection connection) {
        active.add(connection);
        synchronized (this) {
            var address = connection.address();
            int ofAddress = byAddress.getOrDefault(address, 0);
            if (admitted >= limits.total()
                    || (ofAddress >= limits.perAddress() && !address.isLoopbackAddress())) {
                return false;
            }
            admitted++;
            byAddress.put(address, ofAddress + 1);
            return true;
        }
    }

    /// Lets a connection go.
    ///
    /// @param counted what {@link #enter} said of it
    void leave(GuardedConnection connection, boolean counted) {
        active.remove(connection);
        if (!counted) {
            return;
        }
        synchronized (this) {
            admitted--;
            byAddress.computeIfPresent(
                    connection.address(), (_, count) -> count == 1 ? null : count - 1);
        }
    }

    /// Connections that are open now.
    int count() {
        return active.size();
    }

    /// Connections on which a turn runs now.
    long turns() {
        return active.stream()
                .filter(connection -> connection.guard().phase() == ConnectionGuard.Phase.TURN)
                .count();
    }

    /// Connections on which an answer is streamed now.
    long streams() {
        return active.stream().filter(GuardedConnection::isStreaming).count();
    }

    boolean isDraining() {
        return draining;
    }

    boolean isShuttingDown() {
        return shuttingDown;
    }

    /// From now on every answer is the last one on its connection.
    void drain() {
        draining = true;
    }

    /// Ends connections that wait for a next request.
    void closeIdle() {
        active.stream()
                .filter(connection -> connection.guard().phase() == ConnectionGuard.Phase.IDLE)
                .forEach(connection -> connection.close(false));
    }

    /// Ends what is not a streamed answer at once.
    void cutPlainTurns() {
        active.stream()
                .filter(connection -> !connection.isStreaming())
                .forEach(connection -> connection.close(true));
    }

    /// Tells streamed answers to come to their end.
    void shutDown() {
        shuttingDown = true;
    }

    /// Ends everything at once.
    void cutAll() {
        active.forEach(connection -> connection.close(true));
    }

    /// The whole answer to a connection that is one too many.
    byte[] tooMany() {
        return tooMany.clone();
    }

    /// Stops the sweeper.
    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(sweeper);
    }

    private void sweep() {
        while (!closed) {
            long now = System.nanoTime();
            for (var connection : active) {
                if (connection.guard().isOverdue(now)) {
                    connection.close(true);
                } else {
                    connection.guard().watchIfSilent(now);
                }
            }
            sockets.sweep(now);
            LockSupport.parkNanos(this, TICK.toNanos());
        }
    }

    private static byte[] tooMany(ErrorShape errors) {
        var refusal =
                new Refusal(
                        503,
                        "too_many_connections",
                        "too many connections, try again later",
                        Duration.ofSeconds(1));
        var body = new String(errors.body(refusal), StandardCharsets.UTF_8);
        return """
        HTTP/1.1 503 Service Unavailable\r
        Content-Type: application/json\r
        Content-Length: %d\r
        Retry-After: 1\r
        Connection: close\r
        \r
        %s\
        """
                .formatted(body.length(), body)
                .getBytes(StandardCharsets.UTF_8);
    }
}
