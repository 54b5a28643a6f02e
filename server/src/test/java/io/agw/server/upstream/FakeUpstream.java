package io.agw.server.upstream;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/// A model API on a real socket that does what a test tells it to, good or bad. Each request is
/// answered by the next behaviour of the script; the last one stays.
public final class FakeUpstream implements Closeable {
    private final ServerSocket server;
    private final Deque<Behaviour> script = new ArrayDeque<>();
    private final List<SeenRequest> requests = new CopyOnWriteArrayList<>();
    private final List<Socket> open = new CopyOnWriteArrayList<>();
    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicInteger clientsGone = new AtomicInteger();

    private FakeUpstream(ServerSocket server) {
        this.server = server;
    }

    public static FakeUpstream start(Behaviour... script) throws IOException {
        return start(new ServerSocket(0, 200, InetAddress.getLoopbackAddress()), script);
    }

    /// Serves on a socket made by the test, for example one that speaks TLS.
    public static FakeUpstream start(ServerSocket server, Behaviour... script) {
        var upstream = new FakeUpstream(server);
        upstream.then(script);
        Thread.ofVirtual().name("fake-upstream").start(upstream::accept);
        return upstream;
    }

    /// Replaces what is left of the script.
    public void then(Behaviour... behaviours) {
        synchronized (script) {
            script.clear();
            script.addAll(List.of(behaviours));
        }
    }

    public int port() {
        return server.getLocalPort();
    }

    public String baseUrl() {
        return "http://127.0.0.1:" + port() + "/v1";
    }

    /// Every request that was read whole.
    public List<SeenRequest> requests() {
        return requests;
    }

    /// Connections accepted so far.
    public int connections() {
        return connections.get();
    }

    /// Connections open now.
    public int openConnections() {
        return open.size();
    }

    /// How often a behaviour found out that the gateway had closed.
    public int clientsGone() {
        return clientsGone.get();
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (var socket : open) {
            socket.close();
        }
    }

    private void accept() {
        try {
            while (true) {
                var socket = server.accept();
                connections.incrementAndGet();
                open.add(socket);
                Thread.ofVirtual().start(() -> serve(socket));
            }
        } catch (IOException _) {
            // closed: the test is over
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            var wire = new Wire(socket);
            while (true) {
                var request = wire.request();
                if (request == null) {
                    return;
                }
                requests.add(request);
                next().serve(request, wire);
                if (socket.isClosed()) {
                    return;
                }
            }
        } catch (IOException _) {
            clientsGone.incrementAndGet();
        } finally {
            open.remove(socket);
        }
    }

    private Behaviour next() {
        synchronized (script) {
            return script.size() > 1 ? script.removeFirst() : script.getFirst();
        }
    }

    /// What is done with one request.
    @FunctionalInterface
    public interface Behaviour {
        /// @throws IOException when the gateway has closed the connection
        void serve(SeenRequest request, Wire wire) throws IOException;
    }
}
