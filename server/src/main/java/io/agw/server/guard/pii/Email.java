package io.agw.server.guard.pii;

import io.agw.server.guard.finding.Borders.Kind;
import io.agw.server.guard.finding.Spotter;

/// An address of electronic mail as people write them: RFC 5321 without quotes, comments and
/// addresses of hosts in brackets, of the signs that part members of forms and addresses none, and
/// with letters of any script (RFC 6531).
final class Email implements Spotter {
    /// RFC 5321, 4.5.3.1.
    private static final int LONGEST_LOCAL = 64;

    private static final int LONGEST_DOMAIN = 255;
    private static final int LONGEST_TOP = 24;
    private static final String SIGNS = ".!#$%'*+^_~-";

    @Override
    public boolean canBegin(char first) {
        return Character.isLetterOrDigit(first) || first == '_';
    }

    @Override
    public int end(CharSequence text, int at, boolean whole) {
        int length = text.length();
        boolean isRunOn = Kind.of(text.charAt(at)) == Kind.RUN_ON;
        if (isRunOn && at > 0 && Kind.of(text.charAt(at - 1)) == Kind.RUN_ON) {
            return NONE; // else each character of a long text would be a beginning
        }
        int i = at;
        while (i < length && i - at <= LONGEST_LOCAL && isLocal(text.charAt(i))) {
            if (isRunOn && Chars.isLetter(text.charAt(i))) {
                return NONE; // words before an address
            }
            i++;
        }
        if (i - at > LONGEST_LOCAL) {
            return NONE;
        }
        if (i == length) {
            return whole ? NONE : MORE;
        }
        if (text.charAt(i) != '@' || text.charAt(i - 1) == '.') {
            return NONE;
        }
        return domainEnd(text, i + 1, whole);
    }

    /// The longest domain, whose last label is of letters.
    private static int domainEnd(CharSequence text, int from, boolean whole) {
        int length = text.length();
        int end = NONE;
        int label = from;
        int i = from;
        boolean dotted = false;
        while (i - from <= LONGEST_DOMAIN) {
            char c = i < length ? text.charAt(i) : 0;
            if (i < length && isOfLabel(text, label, i)) {
                i++;
                continue;
            }
            if (i == length && !whole) {
                return MORE;
            }
            if (i == label || text.charAt(label) == '-' || text.charAt(i - 1) == '-') {
                return end;
            }
            if (dotted && isTop(text, label, i)) {
                end = i;
            }
            if (c != '.' || i == length) {
                return end;
            }
            dotted = true;
            i++;
            label = i;
        }
        return end;
    }

    /// A label of Latin letters ends where words of another script go on.
    private static boolean isOfLabel(CharSequence text, int label, int at) {
        var kind = Kind.of(text.charAt(at));
        return kind == Kind.NONE
                ? text.charAt(at) == '-'
                : kind == Kind.LATIN || Kind.of(text.charAt(label)) != Kind.LATIN;
    }

    private static boolean isTop(CharSequence text, int from, int to) {
        if (to - from < 2 || to - from > LONGEST_TOP) {
            return false;
        }
        boolean isEncoded =
                to - from > 4 && text.subSequence(from, from + 4).toString().equals("xn--");
        for (int i = from; i < to && !isEncoded; i++) {
            if (!Character.isLetter(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isLocal(char c) {
        return Character.isLetterOrDigit(c) || SIGNS.indexOf(c) >= 0;
    }

    @Override
    public String label() {
        return "email";
    }
}
