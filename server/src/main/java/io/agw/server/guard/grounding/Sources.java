package io.agw.server.guard.grounding;

import java.util.HashSet;
import java.util.Set;

/// What an answer may speak of: the words of the texts that a model was given. Keeps no more than
/// {@link #MOST} of them. Belongs to the turn's thread.
public final class Sources {
    /// Most different words that are kept.
    public static final int MOST = 50_000;

    private final Set<String> words = new HashSet<>();
    private boolean complete = true;

    public void add(CharSequence text) {
        ContentWords.read(
                text,
                word -> {
                    if (words.size() < MOST) {
                        words.add(word);
                    } else if (!words.contains(word)) {
                        complete = false;
                    }
                });
    }

    /// Whether all words are kept.
    public boolean isComplete() {
        return complete;
    }

    boolean has(String word) {
        return words.contains(word);
    }
}
