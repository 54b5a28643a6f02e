package io.agw.bundle.validate;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Addresses of upstreams.
final class Addresses {
    private static final String EXPECTED =
            "http:// or https://, a host, and nothing but a path after it";

    private Addresses() {}

    /// An address to which a path can be added: no user, query or fragment.
    static void http(@Nullable String address, String pointer, Report report) {
        http(address, pointer, false, report);
    }

    /// An address that is called as it is; it may have a query.
    static void endpoint(@Nullable String address, String pointer, Report report) {
        http(address, pointer, true, report);
    }

    /// An address to which secrets are sent: nobody on the way may read them. What is no address is
    /// said elsewhere.
    static void secret(@Nullable String address, String pointer, Report report) {
        if (address == null) {
            return;
        }
        boolean open =
                parsed(address)
                        .filter(uri -> "http".equalsIgnoreCase(uri.getScheme()))
                        .filter(uri -> uri.getHost() != null && !isHere(uri.getHost()))
                        .isPresent();
        if (open) {
            report.invalid(pointer, address, "https://, or http:// on loopback");
        }
    }

    private static boolean isHere(String host) {
        var name = host.toLowerCase(Locale.ROOT);
        return name.equals("localhost") || name.equals("[::1]") || name.startsWith("127.");
    }

    private static void http(
            @Nullable String address, String pointer, boolean query, Report report) {
        if (address == null) {
            return;
        }
        var uri = parsed(address);
        if (uri.map(URI::getRawUserInfo).isPresent() || address.contains("@")) {
            report.invalidSecret(pointer, "no user and password in an address");
            return;
        }
        boolean sound =
                uri.filter(Addresses::isHttp)
                        .filter(it -> it.getHost() != null && it.getRawFragment() == null)
                        .filter(it -> query || it.getRawQuery() == null)
                        .isPresent();
        if (!sound) {
            report.invalid(pointer, address, EXPECTED);
        }
    }

    private static boolean isHttp(URI uri) {
        var scheme = uri.getScheme();
        if (scheme == null) {
            return false;
        }
        var lower = scheme.toLowerCase(Locale.ROOT);
        return lower.equals("http") || lower.equals("https");
    }

    private static Optional<URI> parsed(String address) {
        try {
            return Optional.of(new URI(address));
        } catch (URISyntaxException _) {
            // Says the same as no address at all: it is not sound.
            return Optional.empty();
        }
    }
}
