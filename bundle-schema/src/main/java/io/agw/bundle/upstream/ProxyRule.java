package io.agw.bundle.upstream;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// What is the address of a proxy.
public final class ProxyRule {
    /// What to write, for messages.
    public static final String EXPECTED =
            "http://host:port, https://host:port or socks5://host:port";

    private static final Set<String> SCHEMES = Set.of("http", "https", "socks5", "socks5h");
    private static final int LAST_PORT = 65_535;

    private ProxyRule() {}

    /// Why a text is no address of a proxy, in words to follow it; empty when it is one. The text
    /// may hold a password and is not repeated.
    public static Optional<String> objection(String text) {
        var host = host(text);
        return host.isEmpty()
                ? Optional.of("(expected: " + EXPECTED + ")")
                : HostRule.objection(host.get()).map(says -> "whose host " + says);
    }

    /// The host of a proxy; empty when the text is no address of one.
    public static Optional<String> host(String text) {
        try {
            return Optional.of(new URI(text.strip()))
                    .filter(ProxyRule::isOfProxy)
                    .map(URI::getHost)
                    .map(HostRule::bare);
        } catch (URISyntaxException _) {
            // its message repeats the text
            return Optional.empty();
        }
    }

    private static boolean isOfProxy(URI uri) {
        var path = uri.getRawPath();
        return uri.getScheme() != null
                && SCHEMES.contains(uri.getScheme().toLowerCase(Locale.ROOT))
                && uri.getPort() <= LAST_PORT
                && (path == null || path.isEmpty() || path.equals("/"))
                && uri.getRawQuery() == null
                && uri.getRawFragment() == null;
    }
}
