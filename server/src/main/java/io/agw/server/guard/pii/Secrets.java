package io.agw.server.guard.pii;

import io.agw.server.guard.finding.Spotter;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// Keys and tokens whose makers gave them a beginning to be known by, tokens of RFC 7519, and
/// private keys of RFC 7468.
final class Secrets implements Spotter {
    private static final int LONGEST = 8_192;
    private static final int LONGEST_HEAD = 80;
    private static final String PEM = "-----BEGIN ";
    private static final String PEM_END = "-----END ";

    private static final List<Shape> SHAPES =
            List.of(
                    new Shape("sk-", "-_", 20),
                    new Shape("sk_live_", "", 16),
                    new Shape("sk_test_", "", 16),
                    new Shape("rk_live_", "", 16),
                    new Shape("whsec_", "", 16),
                    new Shape("AKIA", "", 16),
                    new Shape("ASIA", "", 16),
                    new Shape("AIza", "-_", 30),
                    new Shape("ya29.", "-_.", 20),
                    new Shape("ghp_", "", 30),
                    new Shape("gho_", "", 30),
                    new Shape("ghu_", "", 30),
                    new Shape("ghs_", "", 30),
                    new Shape("ghr_", "", 30),
                    new Shape("github_pat_", "_", 22),
                    new Shape("glpat-", "-_.", 20),
                    new Shape("xoxb-", "-", 10),
                    new Shape("xoxp-", "-", 10),
                    new Shape("xoxa-", "-", 10),
                    new Shape("xoxr-", "-", 10),
                    new Shape("xoxs-", "-", 10),
                    new Shape("xapp-", "-", 10),
                    new Shape("SG.", "-_.", 40),
                    new Shape("npm_", "", 30),
                    new Shape("pypi-", "-_", 30),
                    new Shape("hf_", "", 30),
                    new Shape("gsk_", "", 30),
                    new Shape("xai-", "", 30),
                    new Shape("vk-", "-_", 20),
                    new Shape("shpat_", "", 30),
                    new Shape("dop_v1_", "", 40),
                    new Shape("AGE-SECRET-KEY-1", "", 50),
                    new Shape("eyJ", "-_.", 40));

    /// Shapes by their first character: nearly every word begins like one of them.
    private final Map<Character, List<Shape>> byFirst =
            SHAPES.stream().collect(Collectors.groupingBy(shape -> shape.begin.charAt(0)));

    @Override
    public boolean canBegin(char first) {
        return first == '-' || byFirst.containsKey(first);
    }

    @Override
    public int end(CharSequence text, int at, boolean whole) {
        if (text.charAt(at) == '-') {
            return pemEnd(text, at, whole);
        }
        int found = NONE;
        for (var shape : byFirst.getOrDefault(text.charAt(at), List.of())) {
            int end = shape.end(text, at, whole);
            if (end == MORE) {
                return MORE;
            }
            found = Math.max(found, end);
        }
        return found;
    }

    private static int pemEnd(CharSequence text, int at, boolean whole) {
        int known = matched(text, at, PEM);
        if (known < PEM.length()) {
            return at + known == text.length() && !whole ? MORE : NONE;
        }
        int limit = Math.min(text.length(), at + LONGEST);
        int line = Math.min(limit, at + LONGEST_HEAD);
        int head = indexOf(text, "-----", at + PEM.length(), line);
        if (head < 0) {
            return line < at + LONGEST_HEAD && !whole ? MORE : NONE;
        }
        if (!text.subSequence(at, head).toString().endsWith("PRIVATE KEY")) {
            return NONE;
        }
        int foot = indexOf(text, PEM_END, head, limit);
        int end = foot < 0 ? -1 : indexOf(text, "-----", foot + PEM_END.length(), limit);
        if (end >= 0) {
            return end + 5;
        }
        // one that is cut off is as secret
        return limit == at + LONGEST || whole ? limit : MORE;
    }

    private static int indexOf(CharSequence text, String what, int from, int to) {
        for (int i = from; i <= to - what.length(); i++) {
            if (matched(text, i, what) == what.length()) {
                return i;
            }
        }
        return -1;
    }

    /// How many characters of a word stand at a place.
    private static int matched(CharSequence text, int at, String word) {
        int i = 0;
        while (i < word.length()
                && at + i < text.length()
                && text.charAt(at + i) == word.charAt(i)) {
            i++;
        }
        return i;
    }

    @Override
    public String label() {
        return "secret";
    }

    /// A beginning, and what follows it.
    ///
    /// @param signs that may stand among letters and digits
    /// @param least characters behind the beginning
    private record Shape(String begin, String signs, int least) {
        int end(CharSequence text, int at, boolean whole) {
            int known = matched(text, at, begin);
            if (known < begin.length()) {
                return at + known == text.length() && !whole ? MORE : NONE;
            }
            int i = at + known;
            while (i < text.length() && i - at < LONGEST && isPart(text.charAt(i))) {
                i++;
            }
            if (i == text.length() && !whole && i - at < LONGEST) {
                return MORE;
            }
            while (i > at && signs.indexOf(text.charAt(i - 1)) >= 0) {
                i--; // the end of a sentence
            }
            return i - at - known >= least && isMixed(text, at + known, i) ? i : NONE;
        }

        private boolean isPart(char c) {
            return Chars.isDigit(c) || Chars.isLetter(c) || signs.indexOf(c) >= 0;
        }

        /// Words with hyphens have no digits.
        private static boolean isMixed(CharSequence text, int from, int to) {
            return text.subSequence(from, to).chars().anyMatch(c -> c >= '0' && c <= '9');
        }
    }
}
