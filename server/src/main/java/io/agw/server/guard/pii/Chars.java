package io.agw.server.guard.pii;

import io.agw.server.guard.finding.Borders;

/// What characters are, for shapes.
final class Chars {
    private Chars() {}

    static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    static boolean isLetter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }

    static boolean isHex(char c) {
        return isDigit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
    }

    /// Whether a number stands right before `at`, with a sign of numbers between: `7.` or `7-`.
    static boolean isInNumber(CharSequence text, int at, String signs) {
        return at >= 2
                && signs.indexOf(text.charAt(at - 1)) >= 0
                && Borders.Kind.of(text.charAt(at - 2)) == Borders.Kind.LATIN;
    }
}
