package io.agw.server.guard.toxicity;

import io.agw.server.guard.letters.Letters;
import java.util.function.IntConsumer;

/// Looks up each word of a text, and the phrases that end with it. Letters that stand apart one by
/// one are read as a word too. Not thread-safe.
final class Phrases {
    private static final int SPELLED = 3;

    private final Lexicon lexicon;
    private final IntConsumer found;
    private final String[] last = new String[Lexicon.LONGEST_PHRASE];
    private final StringBuilder spelled = new StringBuilder();
    private int count;

    /// @param found told the number of each entry that is found
    Phrases(Lexicon lexicon, IntConsumer found) {
        this.lexicon = lexicon;
        this.found = found;
    }

    void word(String folded) {
        var word = meant(folded);
        if (word.length() == 1) {
            if (spelled.length() < Lexicon.LONGEST_WORD) {
                spelled.append(word);
            }
        } else {
            endSpelled();
        }
        next(word);
    }

    void end() {
        endSpelled();
    }

    private void endSpelled() {
        if (spelled.length() >= SPELLED) {
            lookUp(spelled.toString());
        }
        spelled.setLength(0);
    }

    private void next(String word) {
        if (count == last.length) {
            System.arraycopy(last, 1, last, 0, count - 1);
            count--;
        }
        last[count++] = word;
        var phrase = new StringBuilder();
        for (int i = count - 1; i >= 0; i--) {
            phrase.insert(0, last[i]);
            lookUp(phrase.toString());
            phrase.insert(0, ' ');
        }
    }

    private void lookUp(String phrase) {
        int entry = lexicon.find(phrase);
        if (entry != Lexicon.NONE) {
            found.accept(entry);
        }
    }

    /// Digits and marks within a word are read as the letters that they look like.
    private static String meant(String word) {
        if (word.chars().noneMatch(Character::isLetter)) {
            return word;
        }
        var read = new StringBuilder(word.length());
        word.chars().forEach(c -> read.append(Letters.read((char) c)));
        return read.toString();
    }
}
