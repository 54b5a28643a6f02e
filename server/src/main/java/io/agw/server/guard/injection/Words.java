package io.agw.server.guard.injection;

import java.util.Arrays;
import java.util.Map;

/// The words of a text, as the sets that each is of. Case, marks between words, characters without
/// width and letters that stand apart one by one make no difference. Not thread-safe.
final class Words {
    private static final int LONGEST_WORD = 24;

    /// From how many on letters that stand apart are one word.
    private static final int SPELLED = 4;

    private final Map<String, Long> masks;
    private final StringBuilder word = new StringBuilder(LONGEST_WORD);
    private final StringBuilder spelled = new StringBuilder();
    private long[] sets = new long[64];
    private int count;

    private Words(Map<String, Long> masks) {
        this.masks = masks;
    }

    /// @param masks of the words that matter
    static Words of(CharSequence text, Map<String, Long> masks) {
        var words = new Words(masks);
        for (int i = 0; i < text.length(); i++) {
            words.take(text.charAt(i));
        }
        words.end();
        words.endSpelled();
        return words;
    }

    long[] sets() {
        return sets;
    }

    int count() {
        return count;
    }

    private void take(char c) {
        if (Character.isLetterOrDigit(c) || c == '\'' || c == '’') {
            word.append(c == '’' ? '\'' : Character.toLowerCase(c));
        } else if (Character.getType(c) != Character.FORMAT) {
            end();
        }
    }

    private void end() {
        if (word.isEmpty()) {
            endSpelled(); // what stands further apart is another word
            return;
        }
        if (word.length() == 1) {
            spelled.append(word);
        } else {
            endSpelled();
        }
        add(word);
        word.setLength(0);
    }

    /// A word that was spelled out takes the place of its letters.
    private void endSpelled() {
        if (spelled.length() >= SPELLED) {
            count -= spelled.length();
            add(spelled);
        }
        spelled.setLength(0);
    }

    private void add(StringBuilder text) {
        if (count == sets.length) {
            sets = Arrays.copyOf(sets, 2 * count);
        }
        sets[count++] = text.length() > LONGEST_WORD ? 0 : masks.getOrDefault(text.toString(), 0L);
    }
}
