package io.agw.server.guard.injection;

import static io.agw.server.guard.injection.WordSet.*;

import java.util.List;

/// Words that follow one another, with a few others between.
///
/// @param name in records and metrics
/// @param weight how much it says, from 0 to 1
record Rule(String name, double weight, List<Step> steps) {
    /// What orders to a model are made of, from what was written against models and what was not.
    static final List<Rule> ALL =
            List.of(
                    rule("ignore_earlier_orders", 0.9, IGNORE, 4, PRIOR, 3, ORDERS),
                    rule("ignore_orders_before", 0.9, IGNORE, 3, ORDERS, 5, PRIOR),
                    rule("ignore_your_orders", 0.7, IGNORE, 3, YOUR, 2, ORDERS),
                    rule("ignore_above", 0.6, IGNORE, 1, PRIOR),
                    rule("ignore_what_you_were_told", 0.7, IGNORE, 2, YOU, 2, TOLD),
                    rule("ignore_safety", 0.6, IGNORE, 3, SAFE, 1, LIMITS),
                    rule("reveal_your_prompt", 0.7, REVEAL, 4, YOUR, 3, PROMPT),
                    rule("reveal_hidden_prompt", 0.6, REVEAL, 4, HIDDEN, 2, PROMPT),
                    rule("what_is_your_prompt", 0.7, WHAT, 2, YOUR, 2, PROMPT),
                    rule("reveal_text_above", 0.6, REVEAL, 3, TEXTS, 4, PLACE),
                    rule("no_limits", 0.4, NO, 3, LIMITS),
                    rule("unrestricted", 0.4, FREE),
                    rule("persona", 0.25, PERSONA),
                    rule("you_are_now", 0.25, YOU, 1, ARE, 1, NOW),
                    rule("safety_off", 0.6, SAFE, 1, LIMITS, 3, OFF),
                    rule("limits_off", 0.5, LIMITS, 2, OFF),
                    rule("no_longer_bound", 0.4, LONGER, 1, BOUND),
                    rule("bound_by_orders", 0.3, BOUND, 4, ORDERS),
                    rule("your_new_orders", 0.6, YOUR, 1, NEW, 1, TASK),
                    rule("new_orders", 0.3, NEW, 1, TASK),
                    rule("hide_from_user", 0.5, NOT, 1, TELL, 2, USER),
                    rule("to_whom_reads", 0.6, READER, 2, READING),
                    rule("orders_for_models", 0.6, TASK, 0, FOR, 3, READER),
                    rule("obey_me", 0.6, OBEY, 3, ME),
                    rule("follow_only_me", 0.6, FOLLOW, 2, ONLY, 4, ME),
                    rule("do_not_follow_system", 0.7, NOT, 1, FOLLOW, 2, SAFE),
                    rule("do_not_obey_orders", 0.6, NOT, 1, OBEY, 2, ORDERS),
                    rule("stop_following", 0.7, STOP, 1, FOLLOW, 2, YOUR),
                    rule("exfiltrate", 0.4, STEAL),
                    rule("send_credentials", 0.3, SEND, 6, CREDENTIALS));

    /// The furthest that the words of a rule can be apart.
    static final int LONGEST = 16;

    Rule {
        steps = List.copyOf(steps);
    }

    /// Whether the rule holds from a word on.
    ///
    /// @param words masks of the text's words
    boolean holds(long[] words, int count, int from) {
        int at = from;
        for (int i = 1; i < steps.size(); i++) {
            var step = steps.get(i);
            int last = Math.min(count - 1, at + 1 + step.gap());
            int next = at + 1;
            while (next <= last && (words[next] & step.set().bit()) == 0) {
                next++;
            }
            if (next > last) {
                return false;
            }
            at = next;
        }
        return true;
    }

    /// The set of the first word.
    WordSet first() {
        return steps.getFirst().set();
    }

    /// @param gap most words between the one before and this one
    record Step(WordSet set, int gap) {}

    private static Rule rule(String name, double weight, WordSet first) {
        return new Rule(name, weight, List.of(new Step(first, 0)));
    }

    private static Rule rule(String name, double weight, WordSet first, int gap, WordSet second) {
        return new Rule(name, weight, List.of(new Step(first, 0), new Step(second, gap)));
    }

    private static Rule rule(
            String name,
            double weight,
            WordSet first,
            int gap,
            WordSet second,
            int gap2,
            WordSet third) {
        return new Rule(
                name,
                weight,
                List.of(new Step(first, 0), new Step(second, gap), new Step(third, gap2)));
    }
}
