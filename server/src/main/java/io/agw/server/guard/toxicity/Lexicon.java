package io.agw.server.guard.toxicity;

import io.agw.server.guard.letters.FoldedWords;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// Words and phrases, what they are and how much they weigh. Immutable.
final class Lexicon {
    static final int NONE = -1;

    /// Most words of a phrase.
    static final int LONGEST_PHRASE = 4;

    static final int LONGEST_WORD = FoldedWords.LONGEST;
    private static final int SHORTEST_STEM = 4;

    private final List<Entry> entries = new ArrayList<>();
    private final Map<String, Integer> whole = new HashMap<>();
    private final Map<String, Integer> stems = new HashMap<>();

    /// Lines of `label weight: word, two words, begin*`; those that begin with `#` say nothing.
    private Lexicon(List<String> lines) {
        for (var line : lines) {
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            var parts = line.split(":", 2);
            var head = parts[0].split(" ", 2);
            for (var phrase : parts[1].split(",", -1)) {
                add(phrase.strip(), new Entry(head[0], Double.parseDouble(head[1])));
            }
        }
    }

    /// That of the program.
    static Lexicon builtIn() {
        try (InputStream in =
                Objects.requireNonNull(Lexicon.class.getResourceAsStream("lexicon.txt"))) {
            var text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return new Lexicon(text.lines().toList());
        } catch (IOException e) {
            throw new UncheckedIOException("lexicon.txt cannot be read", e);
        }
    }

    private void add(String phrase, Entry entry) {
        boolean isStem = phrase.endsWith("*");
        var words = new ArrayList<String>();
        FoldedWords.read(isStem ? phrase.substring(0, phrase.length() - 1) : phrase, words::add);
        var key = String.join(" ", words);
        if (words.isEmpty()
                || words.size() > LONGEST_PHRASE
                || (isStem && key.length() < SHORTEST_STEM)) {
            throw new IllegalStateException(
                    "\"" + phrase + "\" (expected: one to " + LONGEST_PHRASE + " words)");
        }
        entries.add(entry);
        (isStem ? stems : whole).put(key, entries.size() - 1);
    }

    /// The entry of a phrase; the longest beginning counts where the whole is not listed.
    int find(String phrase) {
        var entry = whole.get(phrase);
        for (int end = Math.min(phrase.length(), LONGEST_WORD);
                entry == null && end >= SHORTEST_STEM;
                end--) {
            entry = stems.get(phrase.substring(0, end));
        }
        return entry == null ? NONE : entry;
    }

    Entry entry(int number) {
        return entries.get(number);
    }

    /// @param label what it is: `insult`
    /// @param weight from 0 to 1
    record Entry(String label, double weight) {}
}
