package io.agw.cli.client;

import java.net.URI;
import java.util.Set;

/// Addresses of this host, by their spelling alone: no name is looked up.
final class Loopback {
    private static final Set<String> HOSTS = Set.of("localhost", "127.0.0.1", "[::1]");

    private Loopback() {}

    /// Whether both are loopback addresses with the same scheme and port.
    static boolean same(URI one, URI other) {
        return HOSTS.contains(one.getHost())
                && HOSTS.contains(other.getHost())
                && one.getScheme().equals(other.getScheme())
                && one.getPort() == other.getPort();
    }
}
