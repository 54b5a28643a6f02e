package io.agw.server.dialect;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Text as it stands between the quotes of a JSON string, made in whole runs: prompts are most of a
/// request, and few of their characters need an escape. One object is one text, of one thread.
public final class EscapedText {
    private static final byte[] HEX = "0123456789ABCDEF".getBytes(StandardCharsets.US_ASCII);

    private final byte[] text;
    private byte[] escaped;
    private int length;

    private EscapedText(byte[] text) {
        this.text = text;
        this.escaped = new byte[text.length + text.length / 16 + 16];
    }

    /// The text in UTF-8, with escapes where JSON asks for them (RFC 8259, section 7); null when it
    /// holds half a surrogate pair, for which UTF-8 has no bytes.
    public static byte @Nullable [] of(String text) {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        int odd = Octets.oddEnd(bytes, 0, bytes.length);
        if (odd == bytes.length) {
            return bytes;
        }
        // what has no bytes became a question mark, so only a text with one is compared
        if (holdsQuestionMark(bytes, odd)
                && !new String(bytes, StandardCharsets.UTF_8).equals(text)) {
            return null;
        }
        return new EscapedText(bytes).escape(odd);
    }

    private static boolean holdsQuestionMark(byte[] bytes, int from) {
        int odd = from;
        while (odd < bytes.length && bytes[odd] != '?') {
            odd = Octets.oddEnd(bytes, odd + 1, bytes.length);
        }
        return odd < bytes.length;
    }

    private byte[] escape(int firstOdd) {
        int from = 0;
        for (int odd = firstOdd;
                odd < text.length;
                odd = Octets.oddEnd(text, odd + 1, text.length)) {
            if (text[odd] != '?') {
                copy(from, odd);
                put(text[odd]);
                from = odd + 1;
            }
        }
        copy(from, text.length);
        return length == escaped.length ? escaped : Arrays.copyOf(escaped, length);
    }

    private void copy(int from, int to) {
        room(to - from);
        System.arraycopy(text, from, escaped, length, to - from);
        length += to - from;
    }

    private void put(byte odd) {
        room(6);
        escaped[length++] = '\\';
        switch (odd) {
            case '"', '\\' -> escaped[length++] = odd;
            case '\b' -> escaped[length++] = 'b';
            case '\t' -> escaped[length++] = 't';
            case '\n' -> escaped[length++] = 'n';
            case '\f' -> escaped[length++] = 'f';
            case '\r' -> escaped[length++] = 'r';
            default -> {
                escaped[length++] = 'u';
                escaped[length++] = '0';
                escaped[length++] = '0';
                escaped[length++] = HEX[odd >> 4];
                escaped[length++] = HEX[odd & 0xf];
            }
        }
    }

    private void room(int more) {
        if (escaped.length - length < more) {
            escaped = Arrays.copyOf(escaped, Math.max(length + more, escaped.length * 2));
        }
    }
}
