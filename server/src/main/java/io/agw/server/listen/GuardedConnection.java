package io.agw.server.listen;

import io.helidon.common.buffers.BufferData;
import io.helidon.common.concurrency.limits.Limit;
import io.helidon.webserver.spi.ServerConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;

/// One connection: counted, bounded in time, and known to the turns that run on it.
final class GuardedConnection implements ServerConnection {
    /// The connection that the current thread serves.
    static final ScopedValue<GuardedConnection> CURRENT = ScopedValue.newInstance();

    private static final long LINGER_NANOS = Duration.ofSeconds(1).toNanos();

    private final ServerConnection connection;
    private final GuardedContext context;
    private final Connections connections;
    private final InetAddress address;
    private final String remoteAddress;
    private volatile boolean streaming;
    private volatile boolean closing;

    GuardedConnection(
            ServerConnection connection, GuardedContext context, Connections connections) {
        this.connection = connection;
        this.context = context;
        this.connections = connections;
        this.address =
                context.remotePeer().address() instanceof InetSocketAddress internet
                        ? internet.getAddress()
                        : InetAddress.getLoopbackAddress();
        this.remoteAddress = address.getHostAddress();
    }

    @Override
    public void handle(Limit limit) throws InterruptedException {
        boolean admitted = connections.enter(this);
        try {
            if (!admitted) {
                refuse();
                return;
            }
            ScopedValue.where(CURRENT, this)
                    .call(() -> {
                        connection.handle(limit);
                        return this;
                    });
        } finally {
            linger();
            connections.leave(this, admitted);
        }
    }

    @Override
    public Duration idleTime() {
        return connection.idleTime();
    }

    /// Ends the connection: at once with `interrupt`, else after the turn that runs on it.
    @Override
    public void close(boolean interrupt) {
        closing = true;
        connection.close(interrupt);
    }

    ConnectionGuard guard() {
        return context.guard();
    }

    WatchedWriter writer() {
        return context.dataWriter();
    }

    InetAddress address() {
        return address;
    }

    /// The client's address as text.
    String remoteAddress() {
        return remoteAddress;
    }

    /// Whether the answer of the current turn must be the last one on this connection.
    boolean isClosing() {
        return closing || connections.isDraining();
    }

    /// Whether the gateway is going down and waits no longer for streams.
    boolean isShuttingDown() {
        return connections.isShuttingDown();
    }

    boolean isStreaming() {
        return streaming;
    }

    void streaming(boolean now) {
        streaming = now;
    }

    private void refuse() {
        guard().read();
        context.dataWriter().writeNow(BufferData.create(connections.tooMany()));
        guard().headersRead(true);
    }

    /// A client that is still sending when its request is refused would lose the answer to the
    /// reset that closing causes.
    private void linger() {
        if (guard().phase() != ConnectionGuard.Phase.BODY || guard().isGone()) {
            return;
        }
        guard().lingers(LINGER_NANOS);
        try {
            byte[] bytes;
            do {
                bytes = guard().read();
            } while (bytes != null);
        } catch (RuntimeException _) {
            return; // closed by the client or by the sweeper, which ends the wait either way
        }
    }
}
