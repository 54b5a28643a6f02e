package io.agw.server.call;

import io.agw.bundle.model.Secret;
import io.agw.bundle.upstream.HostRule;
import io.agw.bundle.upstream.ProxyRule;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// A proxy on the way to an upstream.
///
/// @param user null when the proxy asks for nobody
public record ProxyAddress(
        Kind kind, String host, int port, @Nullable String user, @Nullable Secret password) {
    private static final String UNREADABLE = "(expected: " + ProxyRule.EXPECTED + ")";

    /// What is spoken to a proxy.
    public enum Kind {
        HTTP,
        HTTPS,
        SOCKS5
    }

    /// Reads `http://`, `https://` or `socks5://`, with a user and password where the proxy asks
    /// for one. A SOCKS proxy resolves no names: it is given addresses.
    ///
    /// @throws IllegalArgumentException when the text is no such address; it may hold a secret and
    ///   is not repeated
    public static ProxyAddress parse(String text) {
        var objection = ProxyRule.objection(text);
        if (objection.isPresent()) {
            throw fault(objection.get());
        }
        try {
            var uri = new URI(text.strip());
            var scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
            var kind =
                    switch (scheme) {
                        case "http" -> Kind.HTTP;
                        case "https" -> Kind.HTTPS;
                        case "socks5", "socks5h" -> Kind.SOCKS5;
                        default -> throw fault(UNREADABLE);
                    };
            int port = uri.getPort() > 0 ? uri.getPort() : defaultPort(kind);
            var account = uri.getRawUserInfo();
            int colon = account == null ? -1 : account.indexOf(':');
            return new ProxyAddress(
                    kind,
                    HostRule.bare(uri.getHost()),
                    port,
                    account == null
                            ? null
                            : decoded(colon < 0 ? account : account.substring(0, colon)),
                    account == null || colon < 0
                            ? null
                            : new Secret(decoded(account.substring(colon + 1))));
        } catch (URISyntaxException _) {
            // its message repeats the text, which may hold a password
            throw fault(UNREADABLE);
        }
    }

    private static int defaultPort(Kind kind) {
        return switch (kind) {
            case HTTP -> 80;
            case HTTPS -> 443;
            case SOCKS5 -> 1080;
        };
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    private static IllegalArgumentException fault(String says) {
        return new IllegalArgumentException("proxy_url: a value " + says);
    }
}
