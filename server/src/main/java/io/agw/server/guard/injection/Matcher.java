package io.agw.server.guard.injection;

import java.util.Arrays;
import java.util.SortedSet;
import java.util.TreeSet;

/// Follows rules along the words of one text and keeps the highest sum of those that hold near each
/// other. Not thread-safe.
final class Matcher {
    /// Words within which what is said belongs together.
    private static final int NEAR = 60;

    /// Words within which a question and what is asked belong together.
    private static final int ASKED = 4;

    /// Words within which "not" and what is not to be done belong together.
    private static final int DENIED = 2;

    /// For how many words the end of a sentence counts.
    private static final int SENTENCE = 3;

    private static final int NEVER = Integer.MIN_VALUE / 2;

    private final RuleSet rules;
    private final int[] reached;
    private final int[] held;
    private int at;
    private int asked = NEVER;
    private int denied = NEVER;
    private double best;
    private long bestNames;

    Matcher(RuleSet rules) {
        this.rules = rules;
        this.reached = new int[rules.size() * Meaning.STEPS];
        this.held = new int[rules.size()];
        Arrays.fill(reached, NEVER);
        Arrays.fill(held, NEVER);
    }

    void word(Meaning meaning) {
        at++;
        if (meaning.asks()) {
            asked = at;
        }
        mark(meaning);
        if (meaning.denies()) {
            denied = at;
        }
    }

    /// What stands between words, where no word is.
    void mark(Meaning meaning) {
        for (int i = 0; i < meaning.barred(); i++) {
            int from = meaning.barred(i) * Meaning.STEPS;
            Arrays.fill(reached, from, from + Meaning.STEPS, NEVER);
        }
        for (int i = 0; i < meaning.moves(); i++) {
            move(meaning.move(i));
        }
    }

    /// A part of a sentence ends.
    void pause(Meaning pause) {
        mark(pause);
        asked = NEVER;
        denied = NEVER;
    }

    void sentence(Meaning pause) {
        pause(pause);
        at += SENTENCE;
    }

    private void move(int move) {
        int rule = move / Meaning.STEPS;
        int step = move % Meaning.STEPS;
        boolean goesOn = step == 0 ? isMeant(rule) : at - reached[move - 1] <= rules.gap(move) + 1;
        if (goesOn) {
            reached[move] = at;
            if (step == rules.lastStep(rule)) {
                hold(rule);
            }
        }
    }

    /// Whether what begins here is not asked about, nor told not to be done.
    private boolean isMeant(int rule) {
        return !(rules.isOrder(rule) && at - asked <= ASKED)
                && !(rules.canBeDenied(rule) && at - denied <= DENIED);
    }

    private void hold(int rule) {
        held[rule] = at;
        double sum = 0;
        long names = 0;
        double heaviest = 0;
        for (int i = 0; i < held.length; i++) {
            if (at - held[i] <= NEAR) {
                heaviest = Math.max(heaviest, rules.weight(i));
                names |= 1L << rules.name(i);
            }
            if (i + 1 == held.length || rules.name(i + 1) != rules.name(i)) {
                sum += heaviest;
                heaviest = 0;
            }
        }
        if (sum > best) {
            best = sum;
            bestNames = names;
        }
    }

    double score() {
        return best;
    }

    /// The names of the rules that make the score.
    SortedSet<String> names() {
        var names = new TreeSet<String>();
        for (int i = 0; i < rules.names().size(); i++) {
            if (((bestNames >>> i) & 1) == 1) {
                names.add(rules.names().get(i));
            }
        }
        return names;
    }
}
