package io.agw.server.guard.pii;

import io.agw.server.guard.finding.Borders;
import io.agw.server.guard.finding.Spotter;

/// A payment card number: ISO/IEC 7812, 13 to 19 digits of a range that cards have, the last one
/// making the Luhn sum right, in groups with a space or hyphen between or in one.
final class CreditCard implements Spotter {
    private static final int SHORTEST = 13;
    private static final int LONGEST = 19;

    @Override
    public boolean canBegin(char first) {
        return first >= '2' && first <= '6';
    }

    @Override
    public int end(CharSequence text, int at, boolean whole) {
        if (Chars.isInNumber(text, at, ".,-")) {
            return NONE;
        }
        var digits = new int[LONGEST];
        int count = 0;
        int end = NONE;
        int i = at;
        while (true) {
            if (i == text.length()) {
                return whole ? found(digits, count, i, end) : MORE;
            }
            char c = text.charAt(i);
            if (Chars.isDigit(c)) {
                if (count == LONGEST) {
                    return end;
                }
                digits[count++] = c - '0';
                i++;
                continue;
            }
            end = Borders.isAt(text, i) ? found(digits, count, i, end) : end;
            if (c != ' ' && c != '-') {
                return end;
            }
            if (i + 1 == text.length()) {
                return whole ? end : MORE;
            }
            if (!Chars.isDigit(text.charAt(i + 1))) {
                return end;
            }
            i++;
        }
    }

    private static int found(int[] digits, int count, int at, int before) {
        return count >= SHORTEST && isRight(digits, count) ? at : before;
    }

    /// https://en.wikipedia.org/wiki/Luhn_algorithm
    private static boolean isRight(int[] digits, int count) {
        int sum = 0;
        for (int i = 0; i < count; i++) {
            int digit = digits[count - 1 - i];
            int twice = 2 * digit;
            sum += i % 2 == 0 ? digit : twice > 9 ? twice - 9 : twice;
        }
        return sum % 10 == 0;
    }

    @Override
    public String label() {
        return "credit_card";
    }
}
