package io.agw.server.admin.access;

import io.agw.server.admin.api.AdminError;
import io.agw.server.turn.Received;
import java.net.URI;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/// Keeps foreign web pages out: a request must name a host that this listener answers for, and an
/// `Origin`, where a browser sends one, must be of such a host. That ends DNS rebinding and
/// cross-site requests. Immutable.
public final class Pages {
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "::1", "[::1]");

    private final Set<String> hosts;

    /// @param hosts names that the listener is reached by, beside the loopback ones
    public Pages(Set<String> hosts) {
        this.hosts =
                hosts.stream()
                        .map(host -> host.toLowerCase(Locale.ROOT))
                        .collect(Collectors.toUnmodifiableSet());
    }

    /// @throws AdminError when the request comes from somewhere it should not
    public void check(Received received) {
        if (!isOurs(received.host())) {
            throw AdminError.of(
                    403,
                    "forbidden",
                    "host \""
                            + received.host()
                            + "\" (expected: a loopback name, or one of admin.hosts)");
        }
        var origin = received.header("origin");
        if (origin != null && !isOurs(hostOf(origin))) {
            throw AdminError.of(
                    403, "forbidden", "origin is not allowed (expected: a page of this gateway)");
        }
    }

    private boolean isOurs(String host) {
        return LOOPBACK.contains(host) || hosts.contains(host);
    }

    private static String hostOf(String origin) {
        try {
            var host = URI.create(origin).getHost();
            return host == null ? "" : host.toLowerCase(Locale.ROOT);
        } catch (IllegalArgumentException _) {
            return "";
        }
    }
}
