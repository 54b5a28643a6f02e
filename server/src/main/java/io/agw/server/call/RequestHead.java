package io.agw.server.call;

import java.nio.charset.StandardCharsets;
import java.util.List;

/// Request line and fixed headers, made once and used for many requests. Immutable.
public final class RequestHead {
    private final Origin origin;
    private final boolean replayable;
    private final byte[] bytes;

    private RequestHead(Origin origin, String method, byte[] bytes) {
        this.origin = origin;
        this.replayable = method.equals("GET");
        this.bytes = bytes;
    }

    /// @param method `GET`, `POST`, … but not `HEAD`, whose answers are framed otherwise
    /// @param target path and query, begins with `/`
    /// @param headers further headers; a later one replaces an earlier one of the same name, and
    ///   framing headers are the client's own business
    public static RequestHead of(
            Origin origin, String method, String target, List<Header> headers) {
        if (!target.startsWith("/") || target.chars().anyMatch(c -> c <= ' ' || c >= 0x7f)) {
            throw new IllegalArgumentException(
                    "request target: \"" + target + "\" (expected: a plain path)");
        }
        var text = new StringBuilder(method).append(' ').append(origin.targetPrefix());
        text.append(target).append(" HTTP/1.1\r\n");
        for (var header : HeaderSet.of(origin.ownHeaders(), headers)) {
            text.append(header.name()).append(": ").append(header.value()).append("\r\n");
        }
        return new RequestHead(
                origin, method, text.toString().getBytes(StandardCharsets.ISO_8859_1));
    }

    Origin origin() {
        return origin;
    }

    /// Host and port that the requests go to.
    public String authority() {
        return origin.spec().authority();
    }

    /// Whether sending the request twice does no harm.
    boolean isReplayable() {
        return replayable;
    }

    int size() {
        return bytes.length;
    }

    int write(byte[] into) {
        System.arraycopy(bytes, 0, into, 0, bytes.length);
        return bytes.length;
    }
}
