package io.agw.server.guard.pii;

import io.agw.server.guard.finding.Borders;
import io.agw.server.guard.finding.Spotter;

/// An address of the internet: four numbers up to 255 with dots between, or version 6 as RFC 4291
/// writes it, with a digit somewhere so that names of programs with colons are none.
final class IpAddress implements Spotter {
    /// `ffff:ffff:ffff:ffff:ffff:ffff:255.255.255.255`
    private static final int LONGEST = 45;

    private static final int GROUPS = 8;

    @Override
    public boolean canBegin(char first) {
        return Chars.isHex(first) || first == ':';
    }

    @Override
    public int end(CharSequence text, int at, boolean whole) {
        if (at > 0 && (text.charAt(at - 1) == ':' || Chars.isInNumber(text, at, "."))) {
            return NONE;
        }
        int i = at;
        int colons = 0;
        int dots = 0;
        while (i < text.length() && i - at <= LONGEST && isPart(text.charAt(i))) {
            colons += text.charAt(i) == ':' ? 1 : 0;
            dots += text.charAt(i) == '.' ? 1 : 0;
            i++;
        }
        if (i - at > LONGEST) {
            return NONE;
        }
        if (i == text.length() && !whole) {
            return MORE;
        }
        if (!Borders.isAt(text, i) || colons + dots == 0) {
            return NONE;
        }
        int end = i;
        while (end > at + 1
                && (text.charAt(end - 1) == '.'
                        || (text.charAt(end - 1) == ':' && text.charAt(end - 2) != ':'))) {
            end--; // the end of a sentence
        }
        var address = text.subSequence(at, end).toString();
        if (colons > 0 && isVersion6(address)) {
            return end;
        }
        // an address with a port
        int colon = address.indexOf(':');
        return isVersion4(colon < 0 ? address : address.substring(0, colon))
                ? colon < 0 ? end : at + colon
                : NONE;
    }

    private static boolean isPart(char c) {
        return Chars.isHex(c) || c == ':' || c == '.';
    }

    static boolean isVersion4(String text) {
        var numbers = text.split("\\.", -1);
        if (numbers.length != 4) {
            return false;
        }
        for (var number : numbers) {
            boolean isNumber =
                    !number.isEmpty()
                            && number.length() <= 3
                            && number.chars().allMatch(c -> c >= '0' && c <= '9')
                            && (number.length() == 1 || number.charAt(0) != '0');
            if (!isNumber || Integer.parseInt(number) > 255) {
                return false;
            }
        }
        return true;
    }

    private static boolean isVersion6(String text) {
        if (text.chars().noneMatch(c -> c >= '0' && c <= '9') || text.indexOf(":::") >= 0) {
            return false;
        }
        int gap = text.indexOf("::");
        if (gap < 0) {
            return groups(text) == GROUPS;
        }
        if (text.indexOf("::", gap + 1) >= 0) {
            return false;
        }
        int before = gap == 0 ? 0 : groups(text.substring(0, gap));
        int after = gap + 2 == text.length() ? 0 : groups(text.substring(gap + 2));
        return before >= 0 && after >= 0 && before + after < GROUPS;
    }

    /// How many groups there are; -1 when one is none. The last may be of version 4, for two.
    private static int groups(String text) {
        var groups = text.split(":", -1);
        int count = 0;
        for (int i = 0; i < groups.length; i++) {
            boolean isLast = i == groups.length - 1;
            if (isLast && isVersion4(groups[i])) {
                count += 2;
            } else if (groups[i].isEmpty() || groups[i].length() > 4 || groups[i].contains(".")) {
                return -1;
            } else {
                count++;
            }
        }
        return count;
    }

    @Override
    public String label() {
        return "ip";
    }
}
