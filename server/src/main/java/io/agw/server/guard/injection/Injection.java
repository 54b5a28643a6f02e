package io.agw.server.guard.injection;

import io.agw.bundle.guardrail.InjectionConfig;
import io.agw.server.guard.finding.Guard;
import io.agw.server.guard.finding.Spotter;
import io.agw.server.guard.finding.Verdict;
import java.util.List;

/// Scores texts by the words that orders to a model are made of: each rule that holds adds its
/// weight, once, to those that hold near it. It knows words that stand near each other, in a few
/// languages; what is said without any of them, or encoded, it does not. Immutable.
public final class Injection implements Guard {
    private static final double WEIGHT_OF_MARKUP = 0.6;

    private final RuleSet rules = new RuleSet(Rules.all());
    private final Lexicon lexicon = new Lexicon(rules.rules());
    private final double threshold;

    public Injection(InjectionConfig config) {
        this.threshold = config.threshold();
    }

    @Override
    public Verdict inspect(CharSequence text) {
        var matcher = new Matcher(rules);
        new Words(lexicon, matcher).read(text);
        boolean markup = Markup.isIn(text);
        double score = Math.min(1, matcher.score() + (markup ? WEIGHT_OF_MARKUP : 0));
        if (score < threshold) {
            return Verdict.CLEAN;
        }
        var labels = matcher.names();
        if (markup) {
            labels.add("prompt_markup");
        }
        return new Verdict.Found(labels, List.of(), score);
    }

    @Override
    public List<Spotter> spotters() {
        return List.of();
    }
}
