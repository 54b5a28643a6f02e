package io.agw.server.guard.grounding;

import io.agw.bundle.guardrail.GroundingConfig;
import io.agw.server.guard.finding.Guard;
import io.agw.server.guard.finding.Spotter;
import io.agw.server.guard.finding.Verdict;
import java.util.List;
import java.util.TreeSet;

/// Finds texts that speak of something else than a model was given: of whose words too few stand
/// there too. It compares words, and knows nothing of what they say. Immutable.
public final class Grounding {
    /// A text of fewer words is not judged.
    static final int FEWEST = 8;

    private final double threshold;

    public Grounding(GroundingConfig config) {
        this.threshold = config.threshold();
    }

    /// For the answers to one request; finds nothing where not all of its words were kept.
    public Guard in(Sources sources) {
        return new In(threshold, sources);
    }

    private record In(double threshold, Sources sources) implements Guard {
        @Override
        public Verdict inspect(CharSequence text) {
            if (!sources.isComplete()) {
                return Verdict.CLEAN;
            }
            var tally = new Tally();
            ContentWords.read(text, word -> tally.add(sources.has(word)));
            if (tally.all < FEWEST || tally.known >= threshold * tally.all) {
                return Verdict.CLEAN;
            }
            var score = 1 - (double) tally.known / tally.all;
            return new Verdict.Found(new TreeSet<>(List.of("ungrounded")), List.of(), score);
        }

        @Override
        public List<Spotter> spotters() {
            return List.of();
        }
    }

    private static final class Tally {
        private int all;
        private int known;

        void add(boolean isKnown) {
            all++;
            known += isKnown ? 1 : 0;
        }
    }
}
