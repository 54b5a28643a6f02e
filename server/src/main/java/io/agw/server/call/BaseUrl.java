package io.agw.server.call;

import io.agw.bundle.upstream.AddressRule;
import io.agw.bundle.upstream.HostRule;
import java.net.URI;

/// Where an API begins.
///
/// @param secure whether TLS is spoken
/// @param host name or literal address, the latter without brackets
/// @param path begins with `/` or is empty, never ends with `/`
public record BaseUrl(boolean secure, String host, int port, String path) {
    /// @throws IllegalArgumentException when the text is no absolute `http` or `https` URL, or
    ///   holds more than an address
    public static BaseUrl parse(String text) {
        if (AddressRule.namesUser(text)) {
            throw new IllegalArgumentException(
                    "base_url: a value (expected: " + AddressRule.NOBODY + ")");
        }
        AddressRule.objection(text)
                .ifPresent(says -> {
                    throw new IllegalArgumentException("base_url: \"" + text + "\" " + says);
                });
        var uri = URI.create(text);
        boolean secure = uri.getScheme().equalsIgnoreCase("https");
        int port = uri.getPort() > 0 ? uri.getPort() : secure ? 443 : 80;
        return new BaseUrl(secure, HostRule.bare(uri.getHost()), port, path(uri.getRawPath()));
    }

    /// The value of the `Host` header.
    public String authority() {
        var name = host.indexOf(':') >= 0 ? "[" + host + "]" : host;
        return port == (secure ? 443 : 80) ? name : name + ":" + port;
    }

    private static String path(String raw) {
        var path = raw == null ? "" : raw;
        while (path.endsWith("/")) {
            path = path.substring(0, path.length() - 1);
        }
        return path;
    }
}
