package io.agw.server.listen;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// What the first line of a request says, although it was not read as one: it may be no such line,
/// or the beginning of one.
///
/// @param method empty when there is none
/// @param target path and query as they came, the end perhaps missing; empty when there is none
record RequestLine(String method, String target) {
    /// @param begun the first bytes of a request
    static RequestLine of(byte[] begun) {
        int length = Math.min(begun.length, HttpListener.LONGEST_REQUEST_LINE);
        var text = new String(begun, 0, length, StandardCharsets.ISO_8859_1);
        var line = text.substring(0, end(text, '\n', 0)).stripTrailing();
        int method = line.indexOf(' ');
        if (method < 0) {
            return new RequestLine("", "");
        }
        int target = end(line, ' ', method + 1);
        return new RequestLine(line.substring(0, method), line.substring(method + 1, target));
    }

    private static int end(String text, char what, int from) {
        int at = text.indexOf(what, from);
        return at < 0 ? text.length() : at;
    }

    /// The first bytes of a request, as few of them as hold its first line; most often all that
    /// came first.
    static byte[] join(byte[] begun, byte[] next) {
        if (begun.length == 0) {
            return next;
        }
        if (begun.length >= HttpListener.LONGEST_REQUEST_LINE || hasEnd(begun)) {
            return begun;
        }
        var joined = Arrays.copyOf(begun, begun.length + next.length);
        System.arraycopy(next, 0, joined, begun.length, next.length);
        return joined;
    }

    private static boolean hasEnd(byte[] begun) {
        for (byte octet : begun) {
            if (octet == '\n') {
                return true;
            }
        }
        return false;
    }

    /// Without the query.
    String path() {
        return target.substring(0, end(target, '?', 0));
    }
}
