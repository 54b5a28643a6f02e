package io.agw.server.call;

import io.agw.bundle.model.Secret;
import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/// Asks a proxy for a connection to somewhere else. The caller has set the deadline.
final class Tunnel {
    private static final int LONGEST_HEAD = 8 * 1024;
    private static final int MOST_HEADERS = 64;
    private static final int SOCKS = 5;
    private static final int NO_AUTHENTICATION = 0;
    private static final int PASSWORD = 2;

    private Tunnel() {}

    /// HTTP CONNECT.
    static void connect(Connection connection, OriginSpec spec, ProxyAddress proxy)
            throws CallFailed {
        var authority = spec.authority();
        var request =
                new StringBuilder("CONNECT ")
                        .append(authority)
                        .append(" HTTP/1.1\r\nHost: ")
                        .append(authority)
                        .append("\r\n");
        authorization(proxy)
                .ifPresent(header ->
                        request.append(header.name())
                                .append(": ")
                                .append(header.value())
                                .append("\r\n"));
        var bytes = request.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
        connection.write(bytes, bytes.length);
        var head = ResponseHead.read(connection, LONGEST_HEAD, MOST_HEADERS);
        if (head.status() / 100 != 2 || connection.buffered() > 0) {
            throw refused(proxy, "answered " + head.status());
        }
    }

    /// SOCKS 5 (RFC 1928), with the password method of RFC 1929.
    static void socks(Connection connection, InetAddress address, int port, ProxyAddress proxy)
            throws CallFailed {
        boolean known = proxy.user() != null;
        send(connection, SOCKS, 1, known ? PASSWORD : NO_AUTHENTICATION);
        var method = receive(connection, 2);
        if (method[0] != SOCKS || method[1] != (known ? PASSWORD : NO_AUTHENTICATION)) {
            throw refused(proxy, "offers no usable authentication");
        }
        if (known) {
            logIn(connection, proxy);
        }
        var request = new ByteArrayOutputStream();
        var target = address.getAddress();
        request.write(SOCKS);
        request.write(1);
        request.write(0);
        request.write(target.length == 4 ? 1 : 4);
        request.writeBytes(target);
        request.write(port >> 8);
        request.write(port);
        connection.write(request.toByteArray(), request.size());
        var reply = receive(connection, 5);
        if (reply[0] != SOCKS || reply[1] != 0) {
            throw refused(proxy, "answered " + (reply[1] & 0xff));
        }
        int bound =
                switch (reply[3]) {
                    case 1 -> 4;
                    case 3 -> 1 + (reply[4] & 0xff);
                    case 4 -> 16;
                    default -> throw refused(proxy, "answered an unknown kind of address");
                };
        receive(connection, bound - 1 + 2);
    }

    /// The header that authenticates the gateway to a proxy; empty when the proxy asks for nobody.
    static Optional<Header> authorization(ProxyAddress proxy) {
        if (proxy.user() == null) {
            return Optional.empty();
        }
        var account = proxy.user() + ":" + password(proxy);
        var encoded = Base64.getEncoder().encodeToString(account.getBytes(StandardCharsets.UTF_8));
        return Optional.of(new Header("Proxy-Authorization", "Basic " + encoded));
    }

    private static void logIn(Connection connection, ProxyAddress proxy) throws CallFailed {
        var user = String.valueOf(proxy.user()).getBytes(StandardCharsets.UTF_8);
        var password = password(proxy).getBytes(StandardCharsets.UTF_8);
        var request = new ByteArrayOutputStream();
        request.write(1);
        request.write(user.length);
        request.writeBytes(user);
        request.write(password.length);
        request.writeBytes(password);
        connection.write(request.toByteArray(), request.size());
        if (receive(connection, 2)[1] != 0) {
            throw refused(proxy, "refused the user or password");
        }
    }

    private static String password(ProxyAddress proxy) {
        Secret password = proxy.password();
        return password == null ? "" : password.reveal();
    }

    private static void send(Connection connection, int... octets) throws CallFailed {
        var bytes = new byte[octets.length];
        for (int i = 0; i < octets.length; i++) {
            bytes[i] = (byte) octets[i];
        }
        connection.write(bytes, bytes.length);
    }

    private static byte[] receive(Connection connection, int count) throws CallFailed {
        var bytes = new byte[count];
        int got = 0;
        while (got < count) {
            int read = connection.readDirect(bytes, got, count - got);
            if (read < 0) {
                throw new CallFailed(new UpstreamFailure.Unreachable("the proxy closed"));
            }
            got += read;
        }
        return bytes;
    }

    private static CallFailed refused(ProxyAddress proxy, String what) {
        return new CallFailed(
                new UpstreamFailure.Unreachable(
                        "proxy " + proxy.host() + " port " + proxy.port() + " " + what));
    }
}
