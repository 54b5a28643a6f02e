package io.agw.server.turn;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A request as a listener received it, whole. The body's bytes are kept as they came.
///
/// @param requestId id of the turn: the client's `x-request-id` when well-formed, else generated
/// @param method upper case
/// @param host host name without port, lower case; empty when the client named none
/// @param path decoded path, begins with `/`, never holds `.`, `..` or empty segments: what is
///   routed and authorised
/// @param rawPath the path as it came, still percent-encoded
/// @param query raw query without `?`, empty when there is none
/// @param headers by lower-case name, values in order
/// @param body the body's bytes; empty when there is none; never modified
/// @param remoteAddress the peer's address as text
/// @param startNanos `System.nanoTime` when the first byte was seen
public record Received(
        String requestId,
        String method,
        String host,
        String path,
        String rawPath,
        String query,
        Map<String, List<String>> headers,
        byte[] body,
        String remoteAddress,
        long startNanos) {
    /// The same with the rest of it.
    public Received with(Map<String, List<String>> otherHeaders, byte[] otherBody) {
        return new Received(
                requestId,
                method,
                host,
                path,
                rawPath,
                query,
                otherHeaders,
                otherBody,
                remoteAddress,
                startNanos);
    }

    /// The first value of a header, by lower-case name.
    public @Nullable String header(String name) {
        var values = headers.get(name);
        return values == null || values.isEmpty() ? null : values.getFirst();
    }

    /// All values of a header, by lower-case name.
    public List<String> headers(String name) {
        return headers.getOrDefault(name, List.of());
    }
}
