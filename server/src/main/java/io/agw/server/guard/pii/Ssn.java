package io.agw.server.guard.pii;

import io.agw.server.guard.finding.Borders;
import io.agw.server.guard.finding.Spotter;

/// A social security number of the United States, as it is written: `123-45-6789`, also with
/// spaces. Numbers that were never given are none.
final class Ssn implements Spotter {
    private static final int LENGTH = 11;

    @Override
    public boolean canBegin(char first) {
        return first >= '0' && first <= '8';
    }

    @Override
    public int end(CharSequence text, int at, boolean whole) {
        if (Chars.isInNumber(text, at, ".-")) {
            return NONE;
        }
        for (int i = 0; i < LENGTH; i++) {
            if (at + i == text.length()) {
                return whole ? NONE : MORE;
            }
            char c = text.charAt(at + i);
            boolean isGap = i == 3 || i == 6;
            boolean fits =
                    isGap
                            ? (c == '-' || c == ' ') && (i == 3 || c == text.charAt(at + 3))
                            : Chars.isDigit(c);
            if (!fits) {
                return NONE;
            }
        }
        int end = at + LENGTH;
        if (end == text.length() && !whole) {
            return MORE;
        }
        if (!Borders.isAt(text, end) || !wasGiven(text, at)) {
            return NONE;
        }
        if (end < text.length() && text.charAt(end) == '-') {
            // a longer number with hyphens
            if (end + 1 == text.length()) {
                return whole ? end : MORE;
            }
            return Chars.isDigit(text.charAt(end + 1)) ? NONE : end;
        }
        return end;
    }

    /// https://www.ssa.gov/employer/randomization.html
    private static boolean wasGiven(CharSequence text, int at) {
        var area = text.subSequence(at, at + 3).toString();
        return !area.equals("000")
                && !area.equals("666")
                && !text.subSequence(at + 4, at + 6).toString().equals("00")
                && !text.subSequence(at + 7, at + 11).toString().equals("0000");
    }

    @Override
    public String label() {
        return "ssn";
    }
}
