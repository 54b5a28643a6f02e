package io.agw.server.upstream;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/// A request as it arrived.
///
/// @param headers lines of the head without the first one
public record SeenRequest(String method, String target, List<String> headers, byte[] body) {
    /// The value of a header; empty when it is absent.
    public String header(String name) {
        var prefix = name.toLowerCase(Locale.ROOT) + ":";
        return headers.stream()
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(prefix))
                .map(line -> line.substring(prefix.length()).strip())
                .findFirst()
                .orElse("");
    }

    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }
}
