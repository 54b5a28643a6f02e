package io.agw.server.guard.injection;

/// A way through the tree of a lexicon, letter by letter. Not thread-safe.
final class Walk {
    private final Lexicon lexicon;
    private int node = Lexicon.ROOT;
    private Meaning stem = Meaning.NONE;

    Walk(Lexicon lexicon) {
        this.lexicon = lexicon;
    }

    void start() {
        node = Lexicon.ROOT;
        stem = Meaning.NONE;
    }

    void copy(Walk other) {
        node = other.node;
        stem = other.stem;
    }

    void step(char letter) {
        if (node == Lexicon.DEAD) {
            return;
        }
        node = lexicon.next(node, letter);
        if (node != Lexicon.DEAD && lexicon.stem(node) != Meaning.NONE) {
            stem = lexicon.stem(node);
        }
    }

    /// What the word means that ends here.
    Meaning meaning() {
        if (node == Lexicon.DEAD || lexicon.end(node) == Meaning.NONE) {
            return stem;
        }
        return lexicon.end(node);
    }
}
