package io.agw.server.guard.pii;

import io.agw.server.guard.finding.Borders;
import io.agw.server.guard.finding.Spotter;

/// A telephone number that is written as one: with a plus and 8 to 15 digits (E.164); three, three
/// and four digits as in North America; or a zero first and groups, as within many countries. What
/// is only a row of digits is none.
final class Phone implements Spotter {
    private static final int FEWEST = 8;
    private static final int FEWEST_NATIONAL = 9;
    private static final int MOST = 15;
    private static final String GAPS = " -./()";

    @Override
    public boolean canBegin(char first) {
        return first == '+' || first == '(' || Chars.isDigit(first);
    }

    @Override
    public int end(CharSequence text, int at, boolean whole) {
        if (Chars.isInNumber(text, at, ".,-") || isInGroups(text, at)) {
            return NONE;
        }
        var groups = new StringBuilder();
        int count = 0;
        int digits = 0;
        int end = NONE;
        int i = at + (text.charAt(at) == '+' ? 1 : 0);
        while (true) {
            int from = i;
            while (i < text.length() && Chars.isDigit(text.charAt(i)) && i - from <= MOST) {
                i++;
            }
            if (i == text.length() && !whole) {
                return MORE;
            }
            int length = i - from;
            digits += length;
            if (digits > MOST) {
                return end;
            }
            if (length > 0) {
                groups.append((char) ('0' + length));
                count++;
            }
            if (length > 0 && Borders.isAt(text, i) && isNumber(text, at, groups, digits)) {
                end = i;
            }
            int next = behindGap(text, i, whole);
            if (next <= 0 || count > 6) {
                return next == MORE && count <= 6 ? MORE : end;
            }
            i = next;
        }
    }

    /// Behind one or two signs that may stand between groups; {@link #NONE} when no digit follows.
    private static int behindGap(CharSequence text, int from, boolean whole) {
        int i = from;
        while (i < text.length() && i - from < 2 && GAPS.indexOf(text.charAt(i)) >= 0) {
            i++;
        }
        if (i == text.length()) {
            return whole ? NONE : MORE;
        }
        return i > from && Chars.isDigit(text.charAt(i)) ? i : NONE;
    }

    /// @param groups how many digits each has, as digits
    private static boolean isNumber(CharSequence text, int at, StringBuilder groups, int digits) {
        var sizes = groups.toString();
        char first = text.charAt(at);
        if (first == '(' && !isClosed(text, at + 1)) {
            return false;
        }
        if (first == '+') {
            return digits >= FEWEST && text.charAt(at + 1) != '0';
        }
        if (sizes.equals("334") || (sizes.equals("1334") && first == '1')) {
            return isNorthAmerican(text, at);
        }
        char begins = first == '(' && text.length() > at + 1 ? text.charAt(at + 1) : first;
        return begins == '0'
                && sizes.length() >= 2
                && sizes.charAt(0) >= '2'
                && digits >= FEWEST_NATIONAL
                && isTrunk(text, at + (first == '(' ? 1 : 0))
                && !isDate(sizes);
    }

    /// Whether a bracket ends right behind the first group.
    private static boolean isClosed(CharSequence text, int from) {
        int i = from;
        while (i < text.length() && Chars.isDigit(text.charAt(i))) {
            i++;
        }
        return i < text.length() && text.charAt(i) == ')';
    }

    /// Whether it is a part of a longer number in groups.
    private static boolean isInGroups(CharSequence text, int at) {
        return at >= 2
                && Chars.isDigit(text.charAt(at))
                && " /:".indexOf(text.charAt(at - 1)) >= 0
                && Chars.isDigit(text.charAt(at - 2));
    }

    /// A zero, or two before the code of a country.
    private static boolean isTrunk(CharSequence text, int at) {
        char next = text.charAt(at + 1);
        return next == '0' ? text.charAt(at + 2) > '0' : Chars.isDigit(next);
    }

    /// Neither an area nor an exchange begins with 0 or 1.
    private static boolean isNorthAmerican(CharSequence text, int at) {
        int digits = 0;
        int i = text.charAt(at) == '1' && !Chars.isDigit(text.charAt(at + 1)) ? at + 1 : at;
        while (digits < 4) {
            char c = text.charAt(i++);
            if (Chars.isDigit(c)) {
                digits++;
                if ((digits == 1 || digits == 4) && c < '2') {
                    return false;
                }
            }
        }
        return true;
    }

    /// `01-02-2026 10` and its like.
    private static boolean isDate(String sizes) {
        return sizes.startsWith("224") || sizes.startsWith("422");
    }

    @Override
    public String label() {
        return "phone";
    }
}
