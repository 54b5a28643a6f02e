package io.agw.server.plane.llm;

import io.agw.server.turn.Refusal;
import io.agw.server.turn.TurnRefused;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Collection;
import java.util.stream.Collectors;

/// The path of a request that is passed on. What the client has escaped stays escaped as it was,
/// such as the slash in a model's name; what has to be is escaped, and nothing else is. So upstream
/// and gateway read the same path.
final class PassedPath {
    private static final Refusal MALFORMED =
            new Refusal(
                    400,
                    "invalid_path",
                    "path is malformed (expected: plain segments without dot segments, '%', ';' or a scheme)");

    /// What stands for itself within a segment, and escapes (RFC 3986, 3.3), but for `;`.
    private static final String PLAIN = "-._~!$&'()*+,=:@%";

    private PassedPath() {}

    /// @param raw the request's path as it came, found to be well-formed
    /// @param tail the end of it, decoded, that is passed on
    /// @throws TurnRefused when the path could be read in two ways
    static String of(String raw, String tail) {
        return segments(raw, tail).stream()
                .map(PassedPath::encoded)
                .collect(Collectors.joining("/", "/", ""));
    }

    /// The segments, still escaped, that the tail was decoded from; the tail's own where it begins
    /// within one.
    private static Collection<String> segments(String raw, String tail) {
        var all = raw.split("/", -1);
        var last = new ArrayDeque<String>();
        int length = -1;
        for (int i = all.length - 1; i > 0; i--) {
            if (all[i].isEmpty() && !(last.isEmpty() && tail.endsWith("/"))) {
                continue; // repeated slashes are one
            }
            last.addFirst(all[i]);
            length += decoded(all[i]).length() + 1;
            if (length >= tail.length() && joined(last).equals(tail)) {
                return last;
            }
        }
        return Arrays.stream(tail.split("/", -1)).map(PassedPath::escaped).toList();
    }

    private static String joined(Collection<String> segments) {
        return segments.stream()
                .map(PassedPath::decoded)
                .collect(Collectors.joining("/"))
                .replaceAll("/+", "/");
    }

    private static String encoded(String segment) {
        var decoded = decoded(segment);
        check(decoded);
        return segment.chars().allMatch(PassedPath::isPlain) ? segment : escaped(decoded);
    }

    private static String escaped(String segment) {
        return URLEncoder.encode(segment, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("%3A", ":")
                .replace("%7E", "~");
    }

    private static String decoded(String segment) {
        return segment.indexOf('%') < 0
                ? segment
                : URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    private static boolean isPlain(int c) {
        return c < 0x80 && (Character.isLetterOrDigit(c) || PLAIN.indexOf(c) >= 0);
    }

    private static void check(String segment) {
        boolean plain =
                !segment.endsWith(":")
                        && segment.chars().noneMatch(c -> c == '%' || c == ';' || c == '\\')
                        && Arrays.stream(segment.split("/", -1))
                                .noneMatch(part -> part.equals(".") || part.equals(".."));
        if (!plain) {
            throw new TurnRefused(MALFORMED);
        }
    }
}
