package io.agw.server.listen;

import io.helidon.common.buffers.BufferData;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.spi.ServerConnection;
import io.helidon.webserver.spi.ServerConnectionSelector;
import java.util.Set;

/// Puts a guard around every connection of the selector behind it.
final class GuardedSelector implements ServerConnectionSelector {
    private final ServerConnectionSelector selector;
    private final Connections connections;

    GuardedSelector(ServerConnectionSelector selector, Connections connections) {
        this.selector = selector;
        this.connections = connections;
    }

    @Override
    public int bytesToIdentifyConnection() {
        return selector.bytesToIdentifyConnection();
    }

    @Override
    public Support supports(BufferData data) {
        return selector.supports(data);
    }

    @Override
    public Set<String> supportedApplicationProtocols() {
        return selector.supportedApplicationProtocols();
    }

    @Override
    public ServerConnection connection(ConnectionContext context) {
        connections.sockets().begun(context.remotePeer().address());
        var guard = new ConnectionGuard(connections.limits(), context.dataReader());
        var guarded = new GuardedContext(context, guard);
        return new GuardedConnection(selector.connection(guarded), guarded, connections);
    }
}
