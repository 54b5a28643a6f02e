package io.agw.bundle.problem;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/// Guesses which known word was meant, for a hint.
public final class Nearest {
    private static final int LONGEST = 64;

    private Nearest() {}

    /// The known word closest to what was written, when it is close: the same but for case and
    /// separators, or up to two slips of the pen away, fewer for short words.
    public static Optional<String> to(String written, Collection<String> known) {
        if (written.length() > LONGEST) {
            return Optional.empty();
        }
        var word = bare(written);
        return known.stream()
                .map(candidate -> new Guess(candidate, distance(word, bare(candidate))))
                .filter(guess -> guess.distance <= Math.min(2, bare(guess.word).length() / 3))
                .min(Comparator.comparingInt(Guess::distance))
                .map(Guess::word);
    }

    private record Guess(String word, int distance) {}

    private static String bare(String word) {
        return word.toLowerCase(Locale.ROOT).replaceAll("[-_. ]", "");
    }

    /// Insertions, deletions, substitutions and swaps of neighbours (optimal string alignment).
    private static int distance(String a, String b) {
        if (Math.abs(a.length() - b.length()) > 2) {
            return Integer.MAX_VALUE;
        }
        var rows = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                rows[i][j] = cell(a, b, i, j, rows);
            }
        }
        return rows[a.length()][b.length()];
    }

    private static int cell(String a, String b, int i, int j, int[][] rows) {
        if (i == 0 || j == 0) {
            return i + j;
        }
        int substitution = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        int best = Math.min(rows[i - 1][j], rows[i][j - 1]) + 1;
        best = Math.min(best, rows[i - 1][j - 1] + substitution);
        boolean swapped =
                i > 1
                        && j > 1
                        && a.charAt(i - 1) == b.charAt(j - 2)
                        && a.charAt(i - 2) == b.charAt(j - 1);
        return swapped ? Math.min(best, rows[i - 2][j - 2] + 1) : best;
    }
}
