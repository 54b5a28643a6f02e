package io.agw.server.call;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;

/// Where an API begins.
///
/// @param secure whether TLS is spoken
/// @param host name or literal address, the latter without brackets
/// @param path begins with `/` or is empty, never ends with `/`
public record BaseUrl(boolean secure, String host, int port, String path) {
    /// @throws IllegalArgumentException when the text is no absolute `http` or `https` URL, or
    ///   holds more than an address
    public static BaseUrl parse(String text) {
        try {
            var uri = new URI(text.strip());
            var scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
            boolean secure = scheme.equals("https");
            if (!secure && !scheme.equals("http")) {
                throw fault(text, "an http:// or https:// URL");
            }
            if (uri.getHost() == null) {
                throw fault(text, "a host");
            }
            if (uri.getRawUserInfo() != null) {
                throw new IllegalArgumentException(
                        "base_url: (expected: no user or password; use api_key)");
            }
            if (uri.getRawQuery() != null || uri.getRawFragment() != null) {
                throw fault(text, "neither query nor fragment");
            }
            var host = bare(uri.getHost());
            var objection = HostRule.objection(host);
            if (objection.isPresent()) {
                throw new IllegalArgumentException("base_url: \"" + text + "\" " + objection.get());
            }
            if (uri.getPort() > 65_535) {
                throw fault(text, "a port of at most 65535");
            }
            int port = uri.getPort() > 0 ? uri.getPort() : secure ? 443 : 80;
            return new BaseUrl(secure, host, port, path(uri.getRawPath()));
        } catch (URISyntaxException _) {
            throw fault(text, "an http:// or https:// URL");
        }
    }

    /// The value of the `Host` header.
    public String authority() {
        var name = host.indexOf(':') >= 0 ? "[" + host + "]" : host;
        return port == (secure ? 443 : 80) ? name : name + ":" + port;
    }

    static String bare(String host) {
        return host.startsWith("[")
                ? host.substring(1, host.length() - 1)
                : host.toLowerCase(Locale.ROOT);
    }

    private static String path(String raw) {
        var path = raw == null ? "" : raw;
        while (path.endsWith("/")) {
            path = path.substring(0, path.length() - 1);
        }
        return path;
    }

    private static IllegalArgumentException fault(String text, String expected) {
        return new IllegalArgumentException(
                "base_url: \"" + text + "\" (expected: " + expected + ")");
    }
}
