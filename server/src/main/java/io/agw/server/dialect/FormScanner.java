package io.agw.server.dialect;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Finds in a `multipart/form-data` body what the gateway acts on: the fields `model` and `stream`.
/// Copies nothing. Not thread-safe.
///
/// Format: RFC 7578, in whose terms a part without a file name is a field.
final class FormScanner {
    private static final int MOST_PARTS = 1_000;
    private static final int LONGEST_HEAD = 8 * 1024;
    private static final int LONGEST_MODEL = 510;
    private static final byte[] HEAD_END = {'\r', '\n', '\r', '\n'};

    private final byte[] body;
    private final byte[] delimiter;
    private final ScannedRequest.Found found = new ScannedRequest.Found();

    private FormScanner(byte[] body, String boundary) {
        this.body = body;
        this.delimiter = ("\r\n--" + boundary).getBytes(StandardCharsets.ISO_8859_1);
    }

    /// @param contentType of the body, with its boundary
    static ScannedRequest.Found scan(byte[] body, String contentType) throws MalformedForm {
        var boundary = parameter(contentType, "boundary");
        if (boundary == null || boundary.isEmpty() || boundary.length() > 70) {
            throw new MalformedForm("boundary: is missing (expected: 1 to 70 characters)");
        }
        var scanner = new FormScanner(body, boundary);
        scanner.parts();
        scanner.found.form = true;
        return scanner.found;
    }

    private void parts() throws MalformedForm {
        int at = first();
        for (int i = 0; i < MOST_PARTS; i++) {
            if (startsWith(at, "--")) {
                return;
            }
            int head = startsWith(at, "\r\n") ? at + 2 : -1;
            int content =
                    head < 0 ? -1 : indexOf(HEAD_END, at, Math.min(body.length, at + LONGEST_HEAD));
            int end = content < 0 ? -1 : indexOf(delimiter, content + 2, body.length);
            if (end < 0) {
                throw new MalformedForm("a part without an end (expected: the closing boundary)");
            }
            take(new String(body, head, content - head, StandardCharsets.UTF_8), content + 4, end);
            at = end + delimiter.length;
        }
        throw new MalformedForm("parts: over " + MOST_PARTS);
    }

    /// Behind the first delimiter, which stands at the beginning or behind a preamble.
    private int first() throws MalformedForm {
        int skipped = 2;
        boolean atStart = body.length >= delimiter.length - skipped;
        for (int i = skipped; atStart && i < delimiter.length; i++) {
            atStart = body[i - skipped] == delimiter[i];
        }
        if (atStart) {
            return delimiter.length - skipped;
        }
        int found = indexOf(delimiter, 0, body.length);
        if (found < 0) {
            throw new MalformedForm("no part (expected: the boundary of the content type)");
        }
        return found + delimiter.length;
    }

    private void take(String head, int from, int to) throws MalformedForm {
        for (var line : head.split("\r\n", -1)) {
            if (!line.toLowerCase(Locale.ROOT).startsWith("content-disposition:")
                    || parameter(line, "filename") != null) {
                continue;
            }
            var name = parameter(line, "name");
            if ("model".equals(name)) {
                takeModel(from, to);
            } else if ("stream".equals(name)) {
                found.stream =
                        new String(body, from, to - from, StandardCharsets.UTF_8).equals("true");
            }
        }
    }

    private void takeModel(int from, int to) throws MalformedForm {
        if (found.modelEnd > 0) {
            throw new MalformedForm("model: stands twice (expected: once)");
        }
        if (to - from > LONGEST_MODEL) {
            throw new MalformedForm("model: over " + LONGEST_MODEL + " bytes");
        }
        found.modelStart = from;
        found.modelEnd = to;
        found.model = new String(body, from, to - from, StandardCharsets.UTF_8);
    }

    /// The value of a parameter behind a header's value; null when it has none of the name.
    private static @Nullable String parameter(String header, String name) {
        int at = header.indexOf(';');
        while (at >= 0) {
            int equals = header.indexOf('=', at);
            if (equals < 0) {
                return null;
            }
            var found = header.substring(at + 1, equals).strip();
            int start = equals + 1;
            boolean quoted = start < header.length() && header.charAt(start) == '"';
            int end = quoted ? quoteEnd(header, start + 1) : header.indexOf(';', start);
            end = end < 0 ? header.length() : end;
            if (found.equalsIgnoreCase(name)) {
                return quoted
                        ? header.substring(start + 1, end).replace("\\\"", "\"")
                        : header.substring(start, end).strip();
            }
            at = header.indexOf(';', end);
        }
        return null;
    }

    private static int quoteEnd(String header, int from) {
        int at = from;
        while (at < header.length() && header.charAt(at) != '"') {
            at += header.charAt(at) == '\\' ? 2 : 1;
        }
        return Math.min(at, header.length());
    }

    private boolean startsWith(int at, String text) {
        if (at + text.length() > body.length) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            if (body[at + i] != text.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private int indexOf(byte[] wanted, int from, int to) {
        for (int i = from; i <= to - wanted.length; i++) {
            int matched = 0;
            while (matched < wanted.length && body[i + matched] == wanted[matched]) {
                matched++;
            }
            if (matched == wanted.length) {
                return i;
            }
        }
        return -1;
    }
}
