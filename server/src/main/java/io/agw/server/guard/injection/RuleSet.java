package io.agw.server.guard.injection;

import java.util.Comparator;
import java.util.List;

/// Rules in the order of their names, as numbers. Immutable.
final class RuleSet {
    private final List<Rule> rules;
    private final List<String> names;
    private final int[] name;
    private final double[] weight;
    private final int[] gap;
    private final int[] lastStep;
    private final boolean[] order;
    private final boolean[] deniable;

    RuleSet(List<Rule> all) {
        this.rules = all.stream().sorted(Comparator.comparing(Rule::name)).toList();
        this.names = rules.stream().map(Rule::name).distinct().toList();
        this.name = rules.stream().mapToInt(rule -> names.indexOf(rule.name())).toArray();
        this.weight = rules.stream().mapToDouble(Rule::weight).toArray();
        this.lastStep = rules.stream().mapToInt(rule -> rule.steps().size() - 1).toArray();
        this.gap = new int[rules.size() * Meaning.STEPS];
        this.order = new boolean[rules.size()];
        this.deniable = new boolean[rules.size()];
        for (int i = 0; i < order.length; i++) {
            order[i] = rules.get(i).orders();
            deniable[i] = rules.get(i).steps().getFirst().sets().contains(WordSet.IGNORE);
            for (int step = 0; step <= lastStep[i]; step++) {
                gap[i * Meaning.STEPS + step] = rules.get(i).steps().get(step).gap();
            }
        }
    }

    List<Rule> rules() {
        return rules;
    }

    List<String> names() {
        return names;
    }

    int size() {
        return order.length;
    }

    /// Where the rule's name stands among the names.
    int name(int rule) {
        return name[rule];
    }

    double weight(int rule) {
        return weight[rule];
    }

    /// Most words before a step, by the number of the move to it.
    int gap(int move) {
        return gap[move];
    }

    int lastStep(int rule) {
        return lastStep[rule];
    }

    boolean isOrder(int rule) {
        return order[rule];
    }

    /// Whether it is an order that may be told not to be followed.
    boolean canBeDenied(int rule) {
        return deniable[rule];
    }
}
