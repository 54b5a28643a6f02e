package io.agw.server.guard.flow;

/// Reads JSON character by character, as far as which characters are of strings and what escapes
/// stand for. Whether it is JSON at all it does not ask. Not thread-safe.
final class JsonReading {
    /// An escape is not over.
    static final int UNFINISHED = -1;

    private static final int NO_ESCAPE = -1;

    private boolean inString;
    private boolean ofString;

    /// Digits of an escape that are still to come; 5 behind the backslash.
    private int left = NO_ESCAPE;

    private int code;

    /// Whether a character outside of strings holds the document together: all others are of
    /// numbers and words, or of what stands there in their place, for nobody asks whether it is
    /// JSON.
    static boolean isStructure(char c) {
        return "{}[]:,\"\0".indexOf(c) >= 0 || Character.isWhitespace(c);
    }

    /// What the text reads as with one character more: itself, or what an escape stands for.
    int take(char c) {
        ofString = inString;
        if (left > 0) {
            return escaped(c);
        }
        if (c == '"') {
            inString = !inString;
            ofString = false;
            return '\0'; // no text reaches over it
        }
        if (inString && c == '\\') {
            left = 5;
            return UNFINISHED;
        }
        return c;
    }

    private int escaped(char c) {
        if (left == 5) {
            if (c == 'u') {
                left = 4;
                code = 0;
                return UNFINISHED;
            }
            left = NO_ESCAPE;
            return switch (c) {
                case 'n' -> '\n';
                case 'r' -> '\r';
                case 't' -> '\t';
                case 'b' -> '\b';
                case 'f' -> '\f';
                default -> c;
            };
        }
        code = 16 * code + Math.max(0, Character.digit(c, 16));
        left--;
        if (left > 0) {
            return UNFINISHED;
        }
        left = NO_ESCAPE;
        return code;
    }

    /// Whether what was read last is of a string.
    boolean isInString() {
        return ofString;
    }
}
