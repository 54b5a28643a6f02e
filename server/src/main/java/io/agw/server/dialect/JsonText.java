package io.agw.server.dialect;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import tools.jackson.core.io.JsonStringEncoder;

/// The text of JSON.
final class JsonText {
    private static final int LONGEST_NUMBER = 64;

    private JsonText() {}

    /// A number as a whole one; -1 when it is none from 0 to 10^15.
    static long whole(byte[] bytes, int from, int to) {
        if (to - from > 15) {
            return -1;
        }
        long value = 0;
        for (int i = from; i < to; i++) {
            if (bytes[i] < '0' || bytes[i] > '9') {
                return -1;
            }
            value = value * 10 + (bytes[i] - '0');
        }
        return value;
    }

    /// A number, also one in quotes, rounded up; -1 when it is none that is at least 0.
    static long generously(byte[] bytes, int from, int to) {
        boolean quoted = bytes[from] == '"';
        int start = quoted ? from + 1 : from;
        int end = quoted ? to - 1 : to;
        if (end - start > LONGEST_NUMBER) {
            return -1;
        }
        try {
            double number =
                    Double.parseDouble(
                            new String(bytes, start, end - start, StandardCharsets.US_ASCII));
            return number >= 0 ? (long) Math.ceil(Math.min(number, 1e15)) : -1;
        } catch (NumberFormatException _) {
            return -1;
        }
    }

    /// The text between two quotes, which has been checked already.
    static String decode(byte[] bytes, int from, int to) {
        var plain = new String(bytes, from, to - from, StandardCharsets.UTF_8);
        if (plain.indexOf('\\') < 0) {
            return plain;
        }
        var text = new StringBuilder(plain.length());
        for (int i = 0; i < plain.length(); i++) {
            char c = plain.charAt(i);
            if (c != '\\') {
                text.append(c);
                continue;
            }
            char kind = plain.charAt(++i);
            if (kind == 'u') {
                text.append((char) Integer.parseInt(plain.substring(i + 1, i + 5), 16));
                i += 4;
            } else {
                text.append(unescaped(kind));
            }
        }
        return text.toString();
    }

    /// The text as a JSON string, quotes included. Half a surrogate pair, for which UTF-8 has no
    /// bytes, is written as the escape that it came as.
    static byte[] quoted(String text) {
        var encoder = JsonStringEncoder.getInstance();
        var out = new ByteArrayOutputStream(text.length() + 2);
        out.write('"');
        int from = 0;
        for (int at = 0; at < text.length(); at++) {
            int point = text.codePointAt(at);
            if (Character.isSupplementaryCodePoint(point)) {
                at++;
            } else if (Character.isSurrogate((char) point)) {
                out.writeBytes(encoder.quoteAsUTF8(text.substring(from, at)));
                out.writeBytes("\\u%04x".formatted(point).getBytes(StandardCharsets.US_ASCII));
                from = at + 1;
            }
        }
        out.writeBytes(encoder.quoteAsUTF8(text.substring(from)));
        out.write('"');
        return out.toByteArray();
    }

    /// Whether a document may be one whole object, told by its first and last byte, and all of it
    /// is text. What lies between is not looked at closely: it is passed on as it is.
    ///
    /// @throws MalformedJson when it is not
    static void checkObject(byte[] bytes, int from, int to) throws MalformedJson {
        if (to - from < 2 || bytes[from] != '{' || bytes[to - 1] != '}') {
            throw new MalformedJson("no JSON object");
        }
        for (int i = Octets.asciiEnd(bytes, from, to); i < to; i = Octets.asciiEnd(bytes, i, to)) {
            byte b = bytes[i];
            if (b < 0) {
                i = behindCharacter(bytes, i, to);
            } else if (b == '\t' || b == '\n' || b == '\r') {
                i++;
            } else {
                throw MalformedJson.at(i, "a control character");
            }
        }
    }

    /// The index behind the character of several bytes that begins at `at`.
    ///
    /// @throws MalformedJson when the bytes are not UTF-8: too long a form, a surrogate, beyond
    ///   U+10FFFF, or cut off
    static int behindCharacter(byte[] bytes, int at, int to) throws MalformedJson {
        int lead = bytes[at] & 0xff;
        int length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
        int second = at + 1 < to ? bytes[at + 1] & 0xff : 0;
        boolean wellFormed =
                lead >= 0xc2
                        && lead <= 0xf4
                        && at + length <= to
                        && second >= (lead == 0xe0 ? 0xa0 : lead == 0xf0 ? 0x90 : 0x80)
                        && second <= (lead == 0xed ? 0x9f : lead == 0xf4 ? 0x8f : 0xbf);
        for (int i = at + 2; wellFormed && i < at + length; i++) {
            wellFormed = (bytes[i] & 0xc0) == 0x80;
        }
        if (!wellFormed) {
            throw MalformedJson.at(at, "a character that is not UTF-8");
        }
        return at + length;
    }

    private static char unescaped(char kind) {
        return switch (kind) {
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            default -> kind;
        };
    }
}
