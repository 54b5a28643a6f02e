package io.agw.bundle.upstream;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Set;

/// What is the address of a proxy.
public final class ProxyRule {
    /// What to write, for messages.
    public static final String EXPECTED =
            "http://host:port, https://host:port or socks5://host:port";

    private static final Set<String> SCHEMES = Set.of("http", "https", "socks5", "socks5h");
    private static final int LAST_PORT = 65_535;

    private ProxyRule() {}

    public static boolean isMetBy(String text) {
        try {
            var uri = new URI(text.strip());
            var path = uri.getRawPath();
            return uri.getScheme() != null
                    && SCHEMES.contains(uri.getScheme().toLowerCase(Locale.ROOT))
                    && uri.getHost() != null
                    && uri.getPort() <= LAST_PORT
                    && (path == null || path.isEmpty() || path.equals("/"))
                    && uri.getRawQuery() == null
                    && uri.getRawFragment() == null;
        } catch (URISyntaxException _) {
            return false;
        }
    }
}
