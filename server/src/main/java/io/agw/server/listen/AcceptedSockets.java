package io.agw.server.listen;

import io.helidon.common.socket.SocketOptions;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Socket options of a listener, and with them the one moment at which Helidon shows an accepted
/// socket before TLS is agreed on, which it does without any deadline. Thread-safe.
final class AcceptedSockets implements SocketOptions {
    private final SocketOptions options = SocketOptions.builder().tcpNoDelay(true).build();
    private final long handshakeNanos;
    private final Map<SocketAddress, Accepted> waiting = new ConcurrentHashMap<>();

    AcceptedSockets(Duration handshake) {
        this.handshakeNanos = handshake.toNanos();
    }

    @Override
    public void configureSocket(SocketChannel socket) {
        options.configureSocket(socket);
        var address = address(socket);
        if (address != null) {
            waiting.put(address, new Accepted(socket, System.nanoTime() + handshakeNanos));
        }
    }

    /// The connection from this address is under way.
    void begun(SocketAddress address) {
        waiting.remove(address);
    }

    /// Closes what has not begun in time.
    void sweep(long now) {
        waiting.values()
                .removeIf(accepted -> {
                    boolean over = now - accepted.deadline > 0;
                    if (over) {
                        close(accepted.socket);
                    }
                    return over || !accepted.socket.isOpen();
                });
    }

    private static @Nullable SocketAddress address(SocketChannel socket) {
        try {
            return socket.getRemoteAddress();
        } catch (IOException _) {
            return null; // gone already: there is nothing to wait for
        }
    }

    private static void close(SocketChannel socket) {
        try {
            socket.close();
        } catch (IOException _) {
            // it is closed as far as it can be
        }
    }

    private record Accepted(SocketChannel socket, long deadline) {}

    @Override
    public Map<SocketOption<?>, Object> socketOptions() {
        return options.socketOptions();
    }

    @Override
    public Duration connectTimeout() {
        return options.connectTimeout();
    }

    @Override
    public Duration readTimeout() {
        return options.readTimeout();
    }

    @Override
    public Optional<Integer> socketReceiveBufferSize() {
        return options.socketReceiveBufferSize();
    }

    @Override
    public Optional<Integer> socketSendBufferSize() {
        return options.socketSendBufferSize();
    }

    @Override
    public boolean socketReuseAddress() {
        return options.socketReuseAddress();
    }

    @Override
    public boolean socketKeepAlive() {
        return options.socketKeepAlive();
    }

    @Override
    public boolean tcpNoDelay() {
        return options.tcpNoDelay();
    }
}
