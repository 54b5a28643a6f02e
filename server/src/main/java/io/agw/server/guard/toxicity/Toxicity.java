package io.agw.server.guard.toxicity;

import io.agw.bundle.guardrail.ToxicityConfig;
import io.agw.server.guard.finding.Guard;
import io.agw.server.guard.finding.Spotter;
import io.agw.server.guard.finding.Verdict;
import io.agw.server.guard.letters.FoldedWords;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// Scores texts by words and phrases of a list: each has a weight, and each that is there for the
/// first time takes its share of what is missing to one. It knows no context. Immutable.
public final class Toxicity implements Guard {
    private final Lexicon lexicon = Lexicon.builtIn();
    private final double threshold;

    public Toxicity(ToxicityConfig config) {
        this.threshold = config.threshold();
    }

    @Override
    public Verdict inspect(CharSequence text) {
        var tally = new Tally(lexicon);
        var reader = new Phrases(lexicon, tally::add);
        FoldedWords.read(text, reader::word);
        reader.end();
        return tally.score() < threshold
                ? Verdict.CLEAN
                : new Verdict.Found(tally.labels, List.of(), tally.score());
    }

    @Override
    public List<Spotter> spotters() {
        return List.of();
    }

    /// What was found of one text.
    private static final class Tally {
        private final Lexicon lexicon;
        private final Set<Integer> found = new HashSet<>();
        private final TreeSet<String> labels = new TreeSet<>();

        Tally(Lexicon lexicon) {
            this.lexicon = lexicon;
        }

        void add(int entry) {
            if (found.add(entry)) {
                labels.add(lexicon.entry(entry).label());
            }
        }

        double score() {
            // in the order of the list, so that the same words make the same score to the last bit
            double missing =
                    found.stream()
                            .sorted()
                            .mapToDouble(entry -> 1 - lexicon.entry(entry).weight())
                            .reduce(1, (a, b) -> a * b);
            return 1 - missing;
        }
    }
}
