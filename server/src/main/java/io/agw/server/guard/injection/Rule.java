package io.agw.server.guard.injection;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/// Words that follow one another, with a few others between.
///
/// @param name in records and metrics; of rules of one name that hold, the heaviest counts
/// @param weight how much it says, from 0 to 1
/// @param barriers words that must not stand between the first and the last
/// @param orders whether a question how to do it is something else
record Rule(String name, double weight, List<Step> steps, Set<WordSet> barriers, boolean orders) {
    Rule {
        steps = List.copyOf(steps);
        barriers = Set.copyOf(barriers);
    }

    /// A rule of one word.
    static Rule rule(String name, double weight, WordSet first, WordSet... others) {
        var step = new Step(EnumSet.of(first, others), 0);
        return new Rule(name, weight, List.of(step), Set.of(), false);
    }

    /// And then another word.
    ///
    /// @param gap most words between the one before and this one
    Rule then(int gap, WordSet first, WordSet... others) {
        var more = new ArrayList<>(steps);
        more.add(new Step(EnumSet.of(first, others), gap));
        return new Rule(name, weight, more, barriers, orders);
    }

    /// Only when none of these stands between.
    Rule unless(WordSet first, WordSet... others) {
        return new Rule(name, weight, steps, EnumSet.of(first, others), orders);
    }

    /// Only when nobody asks how, or why.
    Rule unlessAsked() {
        return new Rule(name, weight, steps, barriers, true);
    }

    /// @param gap most words between the one before and this one
    record Step(Set<WordSet> sets, int gap) {
        Step {
            sets = Set.copyOf(sets);
        }
    }
}
