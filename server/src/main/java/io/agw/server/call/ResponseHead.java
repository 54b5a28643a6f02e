package io.agw.server.call;

import io.agw.bundle.upstream.HeaderRule;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Status line and headers of an answer, parsed strictly: what two parsers could read in two ways
/// is refused.
final class ResponseHead {
    private static final byte[] CONTENT_LENGTH = ascii("content-length");
    private static final byte[] TRANSFER_ENCODING = ascii("transfer-encoding");
    private static final byte[] CONTENT_ENCODING = ascii("content-encoding");
    private static final byte[] CONNECTION = ascii("connection");
    private static final byte[] PREFIX = {'H', 'T', 'T', 'P', '/', '1', '.'};
    private static final int MOST_INTERIM = 8;
    private static final int OK = 200;
    private static final int NO_CONTENT = 204;
    private static final int NOT_MODIFIED = 304;

    private final byte[] bytes;
    private int status;
    private boolean http10;
    private long length = -1;
    private boolean chunked;
    private boolean close;
    private boolean encoded;

    private ResponseHead(byte[] bytes) {
        this.bytes = bytes;
    }

    /// Reads the final answer's head, passing over interim ones (1xx).
    static ResponseHead read(Connection connection, int mostBytes, int mostHeaders)
            throws CallFailed {
        boolean close = false;
        for (int i = 0; i < MOST_INTERIM; i++) {
            var head = readOne(connection, mostBytes, mostHeaders);
            close |= head.isBodiless() && (head.length > 0 || head.chunked);
            if (head.status >= OK) {
                head.close |= close;
                return head;
            }
            if (head.status == 101) {
                throw malformed("status: 101 (expected: no change of protocol)");
            }
        }
        throw malformed("more than " + MOST_INTERIM + " interim answers");
    }

    private static ResponseHead readOne(Connection connection, int mostBytes, int mostHeaders)
            throws CallFailed {
        int scanned = 0;
        while (true) {
            int end = end(connection, scanned);
            if (end >= 0) {
                int from = connection.position();
                var head = new ResponseHead(Arrays.copyOfRange(connection.buffer(), from, end));
                connection.skip(end - from);
                head.parse(mostHeaders);
                return head;
            }
            checkPrefix(connection);
            scanned = Math.max(0, connection.buffered() - 3);
            if (connection.buffered() >= mostBytes) {
                throw new CallFailed(
                        new UpstreamFailure.TooLarge("head: over " + mostBytes + " bytes"));
            }
            if (!connection.fill(mostBytes)) {
                throw new CallFailed(
                        new UpstreamFailure.Reset(
                                connection.buffered() == 0
                                        ? "closed before the answer"
                                        : "closed within the answer's head"));
            }
        }
    }

    /// What does not even begin like an answer is not waited for.
    private static void checkPrefix(Connection connection) throws CallFailed {
        int known = Math.min(connection.buffered(), PREFIX.length);
        for (int i = 0; i < known; i++) {
            if (connection.buffer()[connection.position() + i] != PREFIX[i]) {
                throw malformed("no HTTP/1.1 status line");
            }
        }
    }

    /// The index behind the empty line that ends the head; -1 when it is not there yet.
    private static int end(Connection connection, int scanned) {
        var buffer = connection.buffer();
        for (int i = connection.position() + scanned + 3; i < connection.limit(); i++) {
            if (buffer[i] == '\n'
                    && buffer[i - 1] == '\r'
                    && buffer[i - 2] == '\n'
                    && buffer[i - 3] == '\r') {
                return i + 1;
            }
        }
        return -1;
    }

    int status() {
        return status;
    }

    /// Bytes of the body; -1 when not told.
    long length() {
        return length;
    }

    boolean isChunked() {
        return chunked;
    }

    /// Whether no body follows, whatever the headers say (RFC 9112, 6.3). Where they say that one
    /// does, something may come after all, and must not be taken for the next answer.
    boolean isBodiless() {
        return status < OK || status == NO_CONTENT || status == NOT_MODIFIED;
    }

    /// Whether the connection may be used again after the body.
    boolean keepsAlive() {
        return !close && !http10;
    }

    /// Whether the body is compressed, which was not asked for.
    boolean isEncoded() {
        return encoded;
    }

    @Nullable String header(String name) {
        int at = lineEnd(0) + 2;
        while (bytes[at] != '\r') {
            int end = lineEnd(at);
            int colon = at + name.length();
            if (colon < end && bytes[colon] == ':' && matches(at, name)) {
                int from = skipSpace(colon + 1, end);
                return new String(
                        bytes, from, trimmed(from, end) - from, StandardCharsets.ISO_8859_1);
            }
            at = end + 2;
        }
        return null;
    }

    private void parse(int mostHeaders) throws CallFailed {
        int at = parseStatusLine() + 2;
        int headers = 0;
        while (bytes[at] != '\r') {
            if (++headers > mostHeaders) {
                throw new CallFailed(new UpstreamFailure.TooLarge("headers: over " + mostHeaders));
            }
            int end = lineEnd(at);
            parseHeader(at, end);
            at = end + 2;
        }
        if (at + 2 != bytes.length) {
            throw malformed("an empty line within the head");
        }
        if (chunked && (length >= 0 || http10)) {
            throw malformed("transfer-encoding together with content-length or HTTP/1.0");
        }
    }

    private int parseStatusLine() throws CallFailed {
        int end = lineEnd(0);
        boolean version =
                end >= 12
                        && bytes[0] == 'H'
                        && bytes[1] == 'T'
                        && bytes[2] == 'T'
                        && bytes[3] == 'P'
                        && bytes[4] == '/'
                        && bytes[5] == '1'
                        && bytes[6] == '.'
                        && (bytes[7] == '0' || bytes[7] == '1')
                        && bytes[8] == ' ';
        if (!version || (end > 12 && bytes[12] != ' ')) {
            throw malformed("no HTTP/1.1 status line");
        }
        http10 = bytes[7] == '0';
        for (int i = 9; i < 12; i++) {
            if (bytes[i] < '0' || bytes[i] > '9') {
                throw malformed("no HTTP/1.1 status line");
            }
            status = status * 10 + (bytes[i] - '0');
        }
        if (status < 100 || status > 599) {
            throw malformed("status: " + status + " (expected: 100 to 599)");
        }
        checkText(12, end);
        return end;
    }

    private void parseHeader(int from, int end) throws CallFailed {
        int colon = from;
        while (colon < end && HeaderRule.isTokenCharacter(bytes[colon])) {
            colon++;
        }
        if (colon == from || colon == end || bytes[colon] != ':') {
            throw malformed("a header line without a name");
        }
        checkText(colon + 1, end);
        int value = skipSpace(colon + 1, end);
        int last = trimmed(value, end);
        switch (colon - from) {
            case 10 -> {
                if (matches(from, CONNECTION)) {
                    close |= contains(value, last, "close");
                }
            }
            case 14 -> {
                if (matches(from, CONTENT_LENGTH)) {
                    takeLength(value, last);
                }
            }
            case 16 -> {
                if (matches(from, CONTENT_ENCODING)) {
                    encoded = !is(value, last, "identity");
                }
            }
            case 17 -> {
                if (matches(from, TRANSFER_ENCODING)) {
                    if (chunked || !is(value, last, "chunked")) {
                        throw malformed("transfer-encoding (expected: chunked, once)");
                    }
                    chunked = true;
                }
            }
            default -> {
                // other headers frame nothing
            }
        }
    }

    private void takeLength(int from, int end) throws CallFailed {
        if (length >= 0 || end == from || end - from > 18) {
            throw malformed("content-length (expected: one number)");
        }
        long value = 0;
        for (int i = from; i < end; i++) {
            if (bytes[i] < '0' || bytes[i] > '9') {
                throw malformed("content-length (expected: one number)");
            }
            value = value * 10 + (bytes[i] - '0');
        }
        length = value;
    }

    private void checkText(int from, int end) throws CallFailed {
        for (int i = from; i < end; i++) {
            if ((bytes[i] >= 0 && bytes[i] < ' ' && bytes[i] != '\t') || bytes[i] == 0x7f) {
                throw malformed("a control character in the head");
            }
        }
    }

    /// The index of the CR that ends the line; every head ends with CR LF CR LF.
    private int lineEnd(int from) {
        int i = from;
        while (bytes[i] != '\r' || bytes[i + 1] != '\n') {
            i++;
        }
        return i;
    }

    private int skipSpace(int from, int end) {
        int i = from;
        while (i < end && (bytes[i] == ' ' || bytes[i] == '\t')) {
            i++;
        }
        return i;
    }

    private int trimmed(int from, int end) {
        int i = end;
        while (i > from && (bytes[i - 1] == ' ' || bytes[i - 1] == '\t')) {
            i--;
        }
        return i;
    }

    private boolean matches(int from, byte[] name) {
        for (int i = 0; i < name.length; i++) {
            if ((bytes[from + i] | 0x20) != name[i] && bytes[from + i] != name[i]) {
                return false;
            }
        }
        return true;
    }

    private boolean matches(int from, String name) {
        for (int i = 0; i < name.length(); i++) {
            byte b = bytes[from + i];
            if ((b >= 'A' && b <= 'Z' ? b | 0x20 : b) != name.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private boolean is(int from, int end, String word) {
        return end - from == word.length() && matches(from, word);
    }

    private boolean contains(int from, int end, String word) {
        for (int i = from; i + word.length() <= end; i++) {
            if (matches(i, word)) {
                return true;
            }
        }
        return false;
    }

    private static CallFailed malformed(String what) {
        return new CallFailed(new UpstreamFailure.Malformed(what));
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
