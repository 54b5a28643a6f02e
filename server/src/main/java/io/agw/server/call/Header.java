package io.agw.server.call;

import java.nio.charset.StandardCharsets;

/// One header of a request. Cannot break out of its line.
public record Header(String name, String value) {
    public Header {
        if (!isToken(name)) {
            throw new IllegalArgumentException(
                    "header name: \""
                            + name
                            + "\" (expected: letters, digits and !#$%&'*+-.^_`|~)");
        }
        if (!isValue(value)) {
            throw new IllegalArgumentException(
                    "header " + name + ": (expected: a value without control characters)");
        }
    }

    /// Bytes of the line, its end included.
    int size() {
        return name.length() + value.length() + 4;
    }

    /// Writes the line and returns the index behind it.
    int write(byte[] into, int at) {
        int end = Latin.write(name, into, at);
        into[end++] = ':';
        into[end++] = ' ';
        end = Latin.write(value, into, end);
        into[end++] = '\r';
        into[end++] = '\n';
        return end;
    }

    /// Masks the value, which may be a secret.
    @Override
    public String toString() {
        return name + ": ****";
    }

    private static boolean isToken(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (!Latin.isTokenCharacter(text.charAt(i))) {
                return false;
            }
        }
        return !text.isEmpty();
    }

    private static boolean isValue(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if ((c < ' ' && c != '\t') || c == 0x7f || c > 0xff) {
                return false;
            }
        }
        return text.equals(text.strip());
    }

    /// Text in the one-byte character set of HTTP heads.
    static final class Latin {
        private Latin() {}

        static boolean isTokenCharacter(int c) {
            return (c >= 'a' && c <= 'z')
                    || (c >= 'A' && c <= 'Z')
                    || (c >= '0' && c <= '9')
                    || (c < 0x7f && "!#$%&'*+-.^_`|~".indexOf(c) >= 0);
        }

        static int write(String text, byte[] into, int at) {
            var bytes = text.getBytes(StandardCharsets.ISO_8859_1);
            System.arraycopy(bytes, 0, into, at, bytes.length);
            return at + bytes.length;
        }
    }
}
