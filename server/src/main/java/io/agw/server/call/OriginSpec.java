package io.agw.server.call;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// What makes two calls use the same connections.
///
/// @param proxy null for a direct connection
/// @param maxIdle most idle connections kept open for longer than a second; 0 keeps none at all
/// @param keepIdle how long an idle connection is kept
/// @param roots authorities of its own; null for those that all upstreams have
public record OriginSpec(
        boolean secure,
        String host,
        int port,
        @Nullable ProxyAddress proxy,
        int maxIdle,
        Duration keepIdle,
        @Nullable TlsRoots roots) {
    public OriginSpec {
        if (host.isEmpty() || port < 1 || port > 65535) {
            throw new IllegalArgumentException(
                    "upstream: \"" + host + ":" + port + "\" (expected: a host and a port)");
        }
    }

    /// The host and port as text, for messages.
    public String authority() {
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
    }
}
