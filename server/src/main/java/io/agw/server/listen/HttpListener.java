package io.agw.server.listen;

import io.helidon.webserver.WebServer;
import io.helidon.webserver.WebServerConfig;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http1.Http1Config;
import io.helidon.webserver.http1.Http1ConnectionSelector;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Locale;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// One listening socket and all connections on it. Thread-safe.
///
/// Constructing opens nothing; {@link #start} does. A listener is taken down step by step, which
/// {@link Drain} does in the right order, or at once with {@link #close}.
public final class HttpListener implements AutoCloseable {
    static final int LONGEST_REQUEST_LINE = 4 * 1024;
    static final int LARGEST_HEADERS = 16 * 1024;

    /// Beyond the connections that are served there is room for some to be told so.
    private static final int ROOM_TO_REFUSE = 128;

    /// Helidon's own deadlines are set so far out that only this package's count.
    private static final Duration NEVER = Duration.ofDays(365);

    private static final Duration LONGEST_STOP = Duration.ofMinutes(15);

    private final ListenerSettings settings;
    private final Connections connections;
    private final LentHandler turns;
    private @Nullable WebServer server;
    private @Nullable TlsReload reload;
    private int port;
    private @Nullable Thread stopping;

    /// @param ready whether the gateway serves, for `/health/ready`
    public HttpListener(ListenerSettings settings, BooleanSupplier ready, Handler handler) {
        this.settings = settings;
        this.connections =
                new Connections(settings.name(), settings.connections(), settings.errors());
        var health = new Health(() -> ready.getAsBoolean() && !isDraining());
        this.turns = new LentHandler(new TurnHandler(settings, health, handler));
    }

    /// Opens the socket and begins to serve.
    ///
    /// @throws ListenFailure when the address or the certificate cannot be used
    public synchronized void start() {
        var tls = settings.tls().map(TlsReload::new).orElse(null);
        var config = configuration();
        if (tls != null) {
            config.tls(tls.load());
        }
        var built = config.build();
        built.start();
        if (!built.isRunning()) {
            throw new ListenFailure(bindMessage(), null);
        }
        server = built;
        port = built.port();
        connections.start();
        if (tls != null) {
            tls.watch(settings.name(), built);
            reload = tls;
        }
    }

    /// The port that is listened on, which is another than the configured one when that is 0.
    public synchronized int port() {
        if (server == null) {
            throw new IllegalStateException("listener is not started (expected: start first)");
        }
        return port;
    }

    /// Connections that are open now.
    public int connections() {
        return connections.count();
    }

    /// Requests that are being answered now.
    public long turns() {
        return connections.turns();
    }

    /// Streamed answers that are under way now.
    public long streams() {
        return connections.streams();
    }

    /// Whether this listener is on its way down.
    public boolean isDraining() {
        return connections.isDraining();
    }

    /// Ends everything at once.
    @Override
    public void close() {
        connections.drain();
        connections.cutAll();
        stopAccepting();
        awaitStopped();
    }

    /// From now on the listener reports itself as not ready, and every answer is the last one on
    /// its connection.
    void drain() {
        connections.drain();
    }

    /// Closes the listening socket and idle connections; returns at once.
    synchronized void stopAccepting() {
        var running = server;
        if (running != null && stopping == null) {
            stopping = Thread.ofPlatform().name(settings.name() + "-stop").start(running::stop);
        }
    }

    Connections open() {
        return connections;
    }

    /// Waits until every connection has ended; then nothing of the listener is left.
    void awaitStopped() {
        Thread stop;
        synchronized (this) {
            stop = stopping;
        }
        try {
            if (stop != null) {
                stop.join();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt(); // the caller is in a hurry too
        }
        connections.close();
        turns.takeBack();
        synchronized (this) {
            if (reload != null) {
                reload.close();
            }
        }
    }

    private WebServerConfig.Builder configuration() {
        var http = new GuardedSelector(http1(), connections);
        return WebServer.builder()
                .name(settings.name())
                .host(settings.host())
                .port(settings.port())
                .shutdownHook(false)
                // with it each connection has 8 KiB more, and cuts its writes into pieces of that
                .useNio(false)
                // what is written comes in whole events and is gathered by WatchedWriter
                .writeBufferSize(1)
                .protocolsDiscoverServices(false)
                .addConnectionSelector(http)
                .connectionOptions(connections.sockets())
                .maxTcpConnections(settings.connections().total() + ROOM_TO_REFUSE)
                .maxPayloadSize(settings.bodies().largest())
                .idleConnectionTimeout(NEVER)
                .idleConnectionPeriod(Duration.ofHours(1))
                .shutdownGracePeriod(LONGEST_STOP)
                .directHandlers(DirectAnswers.all(settings, turns))
                .routing(HttpRouting.builder().any(turns));
    }

    private static Http1ConnectionSelector http1() {
        return Http1ConnectionSelector.builder()
                .config(
                        Http1Config.builder()
                                .maxPrologueLength(LONGEST_REQUEST_LINE)
                                .maxHeadersSize(LARGEST_HEADERS)
                                .sendKeepAliveHeader(false)
                                .addReceiveListener(new HeadersRead())
                                .build())
                .build();
    }

    /// Why the socket cannot be opened; Helidon only logs it.
    private String bindMessage() {
        var reason = "unknown reason";
        try (var socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(settings.host(), settings.port()));
        } catch (IOException e) {
            reason = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
        }
        return settings.name()
                + " listener cannot listen on "
                + settings.host()
                + ":"
                + settings.port()
                + ": "
                + reason;
    }
}
