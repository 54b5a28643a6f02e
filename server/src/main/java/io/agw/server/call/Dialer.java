package io.agw.server.call;

import io.agw.bundle.upstream.HostRule;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/// Opens connections: resolve, check, connect, tunnel, TLS. Thread-safe.
final class Dialer {
    private final EgressRule egress;
    private final Resolver resolver;
    private final SSLContext tls;
    private final Sweeper sweeper;

    Dialer(EgressRule egress, Resolver resolver, SSLContext tls, Sweeper sweeper) {
        this.egress = egress;
        this.resolver = resolver;
        this.tls = tls;
        this.sweeper = sweeper;
    }

    /// @throws CallFailed when no connection came about; none is left behind then
    Connection dial(Origin origin, Timeouts timeouts, Cancellation cancellation) throws CallFailed {
        var spec = origin.spec();
        var proxy = spec.proxy();
        checkName(spec.host());
        if (proxy != null) {
            checkName(proxy.host());
            checkLiteral(spec.host(), timeouts.connect());
        }
        long connectBy = System.nanoTime() + timeouts.connect().toNanos();
        var hop = checked(proxy == null ? spec.host() : proxy.host(), timeouts.connect());
        int port = proxy == null ? spec.port() : proxy.port();
        @Nullable CallFailed last = null;
        for (var address : hop) {
            var connection = open(origin);
            boolean ready = false;
            try {
                cancellation.attach(connection);
                connection.arm(Deadline.CONNECT, connectBy);
                connection.connect(address, port);
                connection.arm(Deadline.TLS, timeouts.tls());
                secure(connection, spec, timeouts);
                connection.disarm();
                ready = true;
                return connection;
            } catch (CallFailed e) {
                if (!(e.failure() instanceof UpstreamFailure.Unreachable)) {
                    throw e;
                }
                last = e;
            } finally {
                cancellation.detach();
                if (!ready) {
                    forget(connection);
                    connection.transport().close();
                }
            }
        }
        throw last != null ? last : unknown(spec.host());
    }

    void forget(Connection connection) {
        sweeper.remove(connection);
    }

    private Connection open(Origin origin) throws CallFailed {
        try {
            var connection = new Connection(origin, SocketChannel.open());
            sweeper.add(connection);
            return connection;
        } catch (IOException e) {
            throw new CallFailed(
                    new UpstreamFailure.Unreachable("no socket: " + Connection.reason(e)));
        }
    }

    private void secure(Connection connection, OriginSpec spec, Timeouts timeouts)
            throws CallFailed {
        var proxy = spec.proxy();
        if (proxy != null) {
            switch (proxy.kind()) {
                case HTTP, HTTPS -> {
                    if (proxy.kind() == ProxyAddress.Kind.HTTPS) {
                        handshake(connection, trust(spec), proxy.host(), proxy.port());
                    }
                    if (spec.secure()) {
                        Tunnel.connect(connection, spec, proxy);
                    }
                }
                case SOCKS5 -> {
                    var address = checked(spec.host(), timeouts.connect()).getFirst();
                    Tunnel.socks(connection, address, spec.port(), proxy);
                }
            }
        }
        if (spec.secure()) {
            handshake(connection, trust(spec), spec.host(), spec.port());
        }
    }

    private SSLContext trust(OriginSpec spec) {
        return spec.roots() == null ? tls : spec.roots().context();
    }

    private static void handshake(Connection connection, SSLContext trust, String host, int port)
            throws CallFailed {
        var transport = connection.transport();
        try {
            Socket below = transport.socket();
            var socket = (SSLSocket) trust.getSocketFactory().createSocket(below, host, port, true);
            var parameters = socket.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            parameters.setProtocols(new String[] {"TLSv1.3", "TLSv1.2"});
            socket.setSSLParameters(parameters);
            socket.startHandshake();
            transport.secure(socket);
        } catch (IOException e) {
            throw connection.failed(
                    new UpstreamFailure.TlsFailed(host + ": " + Connection.reason(e)), e);
        }
    }

    /// The addresses of a name, every one of them permitted: a name that also resolves to a
    /// forbidden address is not trusted at all.
    private List<InetAddress> checked(String host, Duration within) throws CallFailed {
        var addresses = resolver.resolve(host, within);
        for (var address : addresses) {
            var objection = egress.objection(address);
            if (objection.isPresent()) {
                throw forbidden(host, "has " + objection.get());
            }
        }
        if (addresses.isEmpty()) {
            throw unknown(host);
        }
        return addresses;
    }

    /// A name that goes to a proxy is resolved there; a literal address can be judged here.
    private void checkLiteral(String host, Duration within) throws CallFailed {
        if (SystemResolver.isLiteral(host)) {
            checked(host, within);
        }
    }

    private static void checkName(String host) throws CallFailed {
        var objection = HostRule.objection(host);
        if (objection.isPresent()) {
            throw forbidden(host, objection.get());
        }
    }

    private static CallFailed forbidden(String host, String why) {
        return new CallFailed(new UpstreamFailure.Forbidden("host \"" + host + "\" " + why));
    }

    private static CallFailed unknown(String host) {
        return new CallFailed(
                new UpstreamFailure.Unreachable("host \"" + host + "\" has no address"));
    }
}
