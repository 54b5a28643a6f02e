package io.agw.server.listen;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// The one reading of a request's path, which routing and authorisation both go by.
///
/// Decoded once. Whatever two readers could read differently is refused instead of repaired: dot
/// segments, encoded separators but those in names of models, control characters, text that is not
/// UTF-8. Repeated slashes become one, because base addresses that end in a slash are common and
/// mean no harm.
final class RequestPath {
    /// Behind it stand names of models, which may hold slashes: libraries of vendors encode them.
    private static final String MODELS = "/models/";

    private RequestPath() {}

    /// The decoded path; null when it must be refused.
    ///
    /// @param encodedSlashes whether `%2F` may stand within a segment
    static @Nullable String read(String raw, boolean encodedSlashes) {
        if (raw.isEmpty() || raw.charAt(0) != '/') {
            return null;
        }
        boolean plain = true;
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            if (c <= ' ' || c >= 0x7f || c == '\\') {
                return null;
            }
            plain &= c != '%' && c != '.' && !(c == '/' && i > 0 && raw.charAt(i - 1) == '/');
        }
        if (plain) {
            return raw;
        }
        var decoded = raw.indexOf('%') < 0 ? raw : decode(raw, encodedSlashes);
        return decoded == null ? null : collapse(decoded);
    }

    private static @Nullable String decode(String raw, boolean encodedSlashes) {
        var bytes = new byte[raw.length()];
        int length = 0;
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            int octet = c;
            if (c == '%') {
                int high = i + 2 < raw.length() ? Character.digit(raw.charAt(i + 1), 16) : -1;
                int low = i + 2 < raw.length() ? Character.digit(raw.charAt(i + 2), 16) : -1;
                if (high < 0 || low < 0) {
                    return null;
                }
                octet = (high << 4) | low;
                i += 2;
                boolean slash = octet == '/' && (encodedSlashes || isInModelName(raw, i));
                if (octet < ' ' || octet == 0x7f || octet == '\\' || (octet == '/' && !slash)) {
                    return null;
                }
            }
            bytes[length++] = (byte) octet;
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(bytes, 0, length))
                    .toString();
        } catch (CharacterCodingException _) {
            return null; // not UTF-8, which is what the caller refuses
        }
    }

    private static boolean isInModelName(String raw, int at) {
        int models = raw.indexOf(MODELS);
        return models >= 0 && models + MODELS.length() < at - 2;
    }

    private static @Nullable String collapse(String path) {
        var text = new StringBuilder(path.length());
        int start = 0;
        while (start < path.length()) {
            int end = path.indexOf('/', start + 1);
            end = end < 0 ? path.length() : end;
            if (isDots(path, start + 1, end)) {
                return null;
            }
            if (end > start + 1 || end == path.length()) {
                text.append(path, start, end);
            }
            start = end;
        }
        return text.toString();
    }

    /// Whether a segment is `.` or `..`, with or without parameters behind it.
    private static boolean isDots(String path, int from, int to) {
        int semicolon = path.indexOf(';', from);
        int end = semicolon < 0 || semicolon > to ? to : semicolon;
        int length = end - from;
        return (length == 1 || length == 2)
                && path.charAt(from) == '.'
                && path.charAt(end - 1) == '.';
    }
}
