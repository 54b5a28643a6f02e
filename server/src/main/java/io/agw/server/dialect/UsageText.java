package io.agw.server.dialect;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// A vendor's usage objects in its own words. One that tells the prompt's tokens replaces all that
/// was said before; one that does not, as at the end of Anthropic's streams, stands on a line of
/// its own behind the last that did. Not thread-safe.
final class UsageText {
    /// Bytes that are kept; a vendor that says more is not quoted.
    static final int LONGEST = 2048;

    private static final int USUAL = 256;
    private static final byte[] NONE = {};

    private byte[] bytes = NONE;
    private int prompt;
    private int length;
    private boolean empty = true;
    private boolean tooLong;

    /// Takes the value at which a cursor stands.
    void take(JsonCursor at, boolean tellsPrompt) {
        int from = tellsPrompt ? 0 : prompt;
        int separator = from == 0 ? 0 : 1;
        int size = at.valueEnd() - at.valueStart();
        empty = false;
        tooLong = size > LONGEST - from - separator;
        if (tooLong) {
            prompt = 0;
            return;
        }
        int end = from + separator + size;
        if (bytes.length < end) {
            bytes = Arrays.copyOf(bytes, Math.max(USUAL, end));
        }
        if (separator == 1) {
            bytes[from] = '\n';
        }
        at.copyValue(bytes, from + separator);
        length = end;
        prompt = tellsPrompt ? end : prompt;
    }

    boolean isEmpty() {
        return empty;
    }

    /// Null when it is too long.
    @Nullable String text() {
        return tooLong ? null : new String(bytes, 0, length, StandardCharsets.UTF_8);
    }
}
