package io.agw.server.guard.injection;

import io.agw.bundle.guardrail.InjectionConfig;
import io.agw.server.guard.finding.Guard;
import io.agw.server.guard.finding.Spotter;
import io.agw.server.guard.finding.Verdict;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/// Scores texts by the words that orders to a model are made of: each rule that holds adds its
/// weight, once, to those that hold near it. It knows what is said plainly; what is said in other
/// words, or encoded, it does not. Immutable.
public final class Injection implements Guard {
    /// Words within which what is said belongs together.
    private static final int NEAR = 60;

    /// How messages begin in the prompts of models; no person writes so.
    private static final List<String> MARKS =
            List.of(
                    "<|im_start|>",
                    "<|system|>",
                    "<|start_header_id|>",
                    "<<sys>>",
                    "[inst]",
                    "[system]",
                    "</system>",
                    "### instruction");

    private static final double WEIGHT_OF_MARK = 0.6;

    private final Map<String, Long> masks = WordSet.masks();
    private final double threshold;

    public Injection(InjectionConfig config) {
        this.threshold = config.threshold();
    }

    @Override
    public Verdict inspect(CharSequence text) {
        var hits = new Hits();
        var words = Words.of(text, masks);
        for (int at = 0; at < words.count(); at++) {
            long sets = words.sets()[at];
            for (int i = 0; sets != 0 && i < Rule.ALL.size(); i++) {
                var rule = Rule.ALL.get(i);
                if ((sets & rule.first().bit()) != 0
                        && rule.holds(words.sets(), words.count(), at)) {
                    hits.add(i, at);
                }
            }
        }
        var mark = hasMark(text);
        double score = Math.min(1, hits.best + (mark ? WEIGHT_OF_MARK : 0));
        if (score < threshold) {
            return Verdict.CLEAN;
        }
        var labels = new TreeSet<String>();
        for (int i = 0; i < Rule.ALL.size(); i++) {
            if ((hits.bestRules >>> i & 1) == 1) {
                labels.add(Rule.ALL.get(i).name());
            }
        }
        if (mark) {
            labels.add("prompt_markup");
        }
        return new Verdict.Found(labels, List.of(), score);
    }

    private static boolean hasMark(CharSequence text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if ((c == '<' || c == '[' || c == '#') && beginsMark(text, i)) {
                return true;
            }
        }
        return false;
    }

    private static boolean beginsMark(CharSequence text, int at) {
        for (var mark : MARKS) {
            int i = 0;
            while (i < mark.length()
                    && at + i < text.length()
                    && Character.toLowerCase(text.charAt(at + i)) == mark.charAt(i)) {
                i++;
            }
            if (i == mark.length()) {
                return true;
            }
        }
        return false;
    }

    @Override
    public List<Spotter> spotters() {
        return List.of();
    }

    /// Where rules hold, and the highest sum of those that hold near each other.
    private static final class Hits {
        private final int[] last = new int[Rule.ALL.size()];
        private double best;
        private long bestRules;

        Hits() {
            java.util.Arrays.fill(last, -1);
        }

        void add(int rule, int at) {
            last[rule] = at;
            double sum = 0;
            long rules = 0;
            for (int i = 0; i < last.length; i++) {
                if (last[i] >= 0 && at - last[i] <= NEAR) {
                    sum += Rule.ALL.get(i).weight();
                    rules |= 1L << i;
                }
            }
            if (sum > best) {
                best = sum;
                bestRules = rules;
            }
        }
    }
}
