package io.agw.server.listen;

import io.helidon.common.buffers.DataReader;
import io.helidon.common.socket.HelidonSocket;
import io.helidon.common.socket.PeerInfo;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.ListenerContext;
import io.helidon.webserver.ProxyProtocolData;
import io.helidon.webserver.Router;
import java.util.Optional;
import java.util.concurrent.ExecutorService;

/// A connection as Helidon sees it, with reads and writes going through the guard.
final class GuardedContext implements ConnectionContext {
    private static final byte[] NOTHING = {};

    private final ConnectionContext context;
    private final ConnectionGuard guard;
    private final DataReader reader;
    private final WatchedWriter writer;

    GuardedContext(ConnectionContext context, ConnectionGuard guard) {
        this.context = context;
        this.guard = guard;
        this.reader = DataReader.create(guard::read);
        this.writer = new WatchedWriter(context.dataWriter(), guard);
    }

    ConnectionGuard guard() {
        return guard;
    }

    /// Takes what has been read behind the last byte that was taken.
    byte[] takeAhead() {
        int size = reader.available();
        return size == 0 ? NOTHING : reader.readBytes(size);
    }

    @Override
    public DataReader dataReader() {
        return reader;
    }

    @Override
    public WatchedWriter dataWriter() {
        return writer;
    }

    @Override
    public ListenerContext listenerContext() {
        return context.listenerContext();
    }

    @Override
    public ExecutorService executor() {
        return context.executor();
    }

    @Override
    public Router router() {
        return context.router();
    }

    @Override
    public Optional<ProxyProtocolData> proxyProtocolData() {
        return context.proxyProtocolData();
    }

    @Override
    public HelidonSocket serverSocket() {
        return context.serverSocket();
    }

    @Override
    public PeerInfo remotePeer() {
        return context.remotePeer();
    }

    @Override
    public PeerInfo localPeer() {
        return context.localPeer();
    }

    @Override
    public boolean isSecure() {
        return context.isSecure();
    }

    @Override
    public String socketId() {
        return context.socketId();
    }

    @Override
    public String childSocketId() {
        return context.childSocketId();
    }
}
