package io.agw.server.call;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Request line and fixed headers, made once and used for many requests. Immutable.
public final class RequestHead {
    private static final Header USER_AGENT = new Header("User-Agent", "agent-gateway");
    private static final Header ENCODING = new Header("Accept-Encoding", "identity");

    private final OriginSpec origin;
    private final String method;
    private final String target;
    private final boolean replayable;
    private final byte[] bytes;

    private RequestHead(
            OriginSpec origin, String method, String target, boolean replayable, byte[] bytes) {
        this.origin = origin;
        this.method = method;
        this.target = target;
        this.replayable = replayable;
        this.bytes = bytes;
    }

    /// @param method `GET`, `POST`, … but not `HEAD`, whose answers are framed otherwise
    /// @param target path and query, begins with `/`
    /// @param headers further headers; a later one replaces an earlier one of the same name, and
    ///   framing headers are the client's own business
    public static RequestHead of(
            OriginSpec origin, String method, String target, List<Header> headers) {
        if (!target.startsWith("/") || target.chars().anyMatch(c -> c <= ' ' || c >= 0x7f)) {
            throw new IllegalArgumentException(
                    "request target: \"" + target + "\" (expected: a plain path)");
        }
        var text = new StringBuilder(method).append(' ').append(prefix(origin));
        text.append(target).append(" HTTP/1.1\r\n");
        for (var header : HeaderSet.of(ownHeaders(origin), headers)) {
            text.append(header.name()).append(": ").append(header.value()).append("\r\n");
        }
        return new RequestHead(
                origin,
                method,
                target,
                method.equals("GET"),
                text.toString().getBytes(StandardCharsets.ISO_8859_1));
    }

    /// The same for requests that do no harm when they are sent twice, whatever their method.
    public RequestHead repeatable() {
        return new RequestHead(origin, method, target, true, bytes);
    }

    /// What stands before the path in a request line: a forward proxy is given the whole URL.
    private static String prefix(OriginSpec origin) {
        return isForwarded(origin) ? "http://" + host(origin) : "";
    }

    private static List<Header> ownHeaders(OriginSpec origin) {
        var headers = new ArrayList<Header>();
        headers.add(new Header("Host", host(origin)));
        headers.add(USER_AGENT);
        headers.add(ENCODING);
        var proxy = origin.proxy();
        if (isForwarded(origin) && proxy != null) {
            Tunnel.authorization(proxy).ifPresent(headers::add);
        }
        return headers;
    }

    private static boolean isForwarded(OriginSpec origin) {
        var proxy = origin.proxy();
        return proxy != null && !origin.secure() && proxy.kind() != ProxyAddress.Kind.SOCKS5;
    }

    private static String host(OriginSpec origin) {
        return new BaseUrl(origin.secure(), origin.host(), origin.port(), "").authority();
    }

    OriginSpec origin() {
        return origin;
    }

    /// Host and port that the requests go to.
    public String authority() {
        return origin.authority();
    }

    public String method() {
        return method;
    }

    /// Path and query, as the upstream sees them.
    public String target() {
        return target;
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
