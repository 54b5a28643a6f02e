package io.agw.server.guard.letters;

import java.util.function.Consumer;

/// Words of a text whatever their case, accents, width and style. Where words are written without
/// anything between them, each two characters that follow one another count as a word. Stateless.
public final class FoldedWords {
    /// Letters of a word that are read; the rest of it is left out.
    public static final int LONGEST = 40;

    private FoldedWords() {}

    /// Tells one word after the other.
    public static void read(CharSequence text, Consumer<String> words) {
        var word = new StringBuilder();
        char before = Letters.NONE;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            char letter = Letters.of(c);
            if (Character.isHighSurrogate(c) && i + 1 < text.length()) {
                i++;
                letter = Letters.of(Character.toCodePoint(c, text.charAt(i)));
            }
            if (letter == Letters.UNSEEN) {
                continue;
            }
            boolean isHan = Letters.isHan(letter);
            if (isHan && Letters.isHan(before)) {
                words.accept("" + before + letter);
            }
            before = letter;
            if (letter == Letters.NONE || isHan) {
                end(word, words);
            } else if (word.length() < LONGEST) {
                word.append(letter);
            }
        }
        end(word, words);
    }

    private static void end(StringBuilder word, Consumer<String> words) {
        if (!word.isEmpty()) {
            words.accept(word.toString());
            word.setLength(0);
        }
    }
}
