package io.agw.server.admin.access;

import io.agw.server.admin.api.AdminError;
import io.agw.server.turn.Received;
import java.net.URI;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Keeps foreign web pages out: a request must name a host that this listener answers for, and an
/// `Origin`, where a browser sends one, must be this listener itself or one of the configured
/// hosts: a page that another program serves on another loopback port is foreign. That ends DNS
/// rebinding and cross-site requests. Immutable.
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
        if (origin != null && !isOurOrigin(origin, received.header("host"))) {
            throw AdminError.of(
                    403, "forbidden", "origin is not allowed (expected: a page of this gateway)");
        }
    }

    private boolean isOurs(String host) {
        return LOOPBACK.contains(host) || hosts.contains(host);
    }

    /// @param host the request's `Host`, whose name was checked before
    private boolean isOurOrigin(String origin, @Nullable String host) {
        URI page;
        try {
            page = URI.create(origin);
        } catch (IllegalArgumentException _) {
            return false;
        }
        if (page.getHost() == null) {
            return false;
        }
        if (hosts.contains(page.getHost().toLowerCase(Locale.ROOT))) {
            return true;
        }
        var scheme = String.valueOf(page.getScheme()).toLowerCase(Locale.ROOT);
        return host != null
                && (scheme.equals("http") || scheme.equals("https"))
                && authority(page).equals(authority(URI.create(scheme + "://" + host)));
    }

    /// Name and port, the scheme's usual port where none is named.
    private static String authority(URI uri) {
        int usual = uri.getScheme().equals("https") ? 443 : 80;
        return String.valueOf(uri.getHost()).toLowerCase(Locale.ROOT)
                + ":"
                + (uri.getPort() < 0 ? usual : uri.getPort());
    }
}
