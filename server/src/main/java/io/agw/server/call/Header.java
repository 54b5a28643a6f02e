package io.agw.server.call;

import io.agw.bundle.upstream.HeaderRule;
import java.nio.charset.StandardCharsets;

/// One header of a request. Cannot break out of its line.
public record Header(String name, String value) {
    public Header {
        if (!HeaderRule.isName(name)) {
            throw new IllegalArgumentException(
                    "header name: \""
                            + name
                            + "\" (expected: letters, digits and !#$%&'*+-.^_`|~)");
        }
        if (!HeaderRule.isValue(value)) {
            throw new IllegalArgumentException(
                    "header " + name + ": a value (expected: " + HeaderRule.VALUE_EXPECTED + ")");
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

    /// Text in the one-byte character set of HTTP heads.
    static final class Latin {
        private Latin() {}

        static int write(String text, byte[] into, int at) {
            var bytes = text.getBytes(StandardCharsets.ISO_8859_1);
            System.arraycopy(bytes, 0, into, at, bytes.length);
            return at + bytes.length;
        }
    }
}
