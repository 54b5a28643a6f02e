package io.agw.server.listen;

import java.util.Optional;

/// Where and how a listener listens.
///
/// @param name `data` or `admin`: names threads, logs and metrics
/// @param port 0 for any free one
/// @param tls certificate and key; empty for plain HTTP
/// @param encodedSlashes whether `%2F` may stand within a segment of a path, as it does in ids
/// @param bodies how large bodies may be
/// @param errors how the listener's own refusals look
public record ListenerSettings(
        String name,
        String host,
        int port,
        Optional<TlsFiles> tls,
        boolean encodedSlashes,
        BodyLimits bodies,
        ConnectionLimits connections,
        ErrorShape errors) {
    private static final int MOST_ADMIN_CONNECTIONS = 256;

    public ListenerSettings {
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("port: " + port + " (expected: 0 to 65535)");
        }
    }

    /// The listener that clients use.
    public static ListenerSettings data(String host, int port, Optional<TlsFiles> tls) {
        return new ListenerSettings(
                "data",
                host,
                port,
                tls,
                false,
                BodyLimits.DATA,
                ConnectionLimits.defaults(),
                ErrorShape.DATA);
    }

    /// The listener that operators use.
    public static ListenerSettings admin(String host, int port, Optional<TlsFiles> tls) {
        return new ListenerSettings(
                "admin",
                host,
                port,
                tls,
                true,
                BodyLimits.ADMIN,
                ConnectionLimits.defaults().withTotal(MOST_ADMIN_CONNECTIONS),
                ErrorShape.ADMIN);
    }

    /// The same with other limits of bodies.
    public ListenerSettings with(BodyLimits limits) {
        return new ListenerSettings(
                name, host, port, tls, encodedSlashes, limits, connections, errors);
    }

    /// The same with other limits of connections.
    public ListenerSettings with(ConnectionLimits limits) {
        return new ListenerSettings(name, host, port, tls, encodedSlashes, bodies, limits, errors);
    }
}
