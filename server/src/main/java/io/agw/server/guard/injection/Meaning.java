package io.agw.server.guard.injection;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;

/// What a word does to rules. A move is a rule times [#STEPS] plus the step that the word takes it
/// to; the last step of a rule comes first, so that no word is two of its steps. Immutable.
final class Meaning {
    /// From how many steps on rules are too long.
    static final int STEPS = 4;

    static final Meaning NONE = new Meaning(new int[0], new int[0], Set.of());

    private final int[] moves;
    private final int[] barred;
    private final boolean asks;
    private final boolean denies;
    private final Set<WordSet> sets;

    private Meaning(int[] moves, int[] barred, Set<WordSet> sets) {
        this.moves = moves;
        this.barred = barred;
        this.sets = sets;
        this.asks = sets.contains(WordSet.ASKING);
        this.denies = sets.contains(WordSet.NOT);
    }

    static Meaning of(Set<WordSet> sets, List<Rule> rules) {
        if (sets.isEmpty()) {
            return NONE;
        }
        var moves = new ArrayList<Integer>();
        var barred = new ArrayList<Integer>();
        for (int i = 0; i < rules.size(); i++) {
            var steps = rules.get(i).steps();
            for (int step = steps.size() - 1; step >= 0; step--) {
                if (!Collections.disjoint(steps.get(step).sets(), sets)) {
                    moves.add(i * STEPS + step);
                }
            }
            if (!Collections.disjoint(rules.get(i).barriers(), sets)) {
                barred.add(i);
            }
        }
        return new Meaning(array(moves), array(barred), Set.copyOf(sets));
    }

    private static int[] array(List<Integer> numbers) {
        return numbers.stream().mapToInt(Integer::intValue).toArray();
    }

    int moves() {
        return moves.length;
    }

    int move(int i) {
        return moves[i];
    }

    int barred() {
        return barred.length;
    }

    /// The rule that the word stands in the way of.
    int barred(int i) {
        return barred[i];
    }

    /// Whether a question how, or why, begins with it.
    boolean asks() {
        return asks;
    }

    /// Whether it says that something is not to be done.
    boolean denies() {
        return denies;
    }

    boolean isOf(WordSet set) {
        return sets.contains(set);
    }
}
