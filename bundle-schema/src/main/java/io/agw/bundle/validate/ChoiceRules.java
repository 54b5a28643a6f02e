package io.agw.bundle.validate;

import io.agw.bundle.expression.Intents;
import io.agw.bundle.expression.LinearPattern;
import io.agw.bundle.model.Candidate;
import io.agw.bundle.model.Intent;
import io.agw.bundle.model.ModelTarget;
import io.agw.bundle.model.NamePattern;
import io.agw.bundle.model.RoutingRule;
import io.agw.bundle.model.TargetPolicy;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// How a logical route chooses: its rules, what they refer to, and tests between candidates.
final class ChoiceRules {
    private static final String RULES = "/target_policy/rules/";
    private static final String INTENTS = "/target_policy/intents/";

    private ChoiceRules() {}

    /// @param targets names of the route's targets
    static void check(TargetPolicy.Logical policy, Set<String> targets, Report report) {
        var intents = new TreeSet<>(Intents.builtIn());
        intents(policy.intents(), intents, report);
        var names = new HashSet<String>();
        for (int i = 0; i < policy.rules().size(); i++) {
            var rule = policy.rules().get(i);
            if (!names.add(rule.name())) {
                report.invalid(
                        RULES + i + "/name", rule.name(), "a name used once among the rules");
            }
            rule(rule, RULES + i, report);
            var intent = rule.match().intent();
            if (intent != null && !intents.contains(intent)) {
                report.invalid(
                        RULES + i + "/match/intent",
                        intent,
                        "one of " + String.join(", ", intents),
                        Hints.nearest(intent, intents));
            }
            if (!targets.contains(rule.target())) {
                report.invalid(
                        RULES + i + "/target",
                        rule.target(),
                        "the name of a target of this route",
                        Hints.nearest(rule.target(), targets));
            }
        }
        var scale = policy.complexity();
        if (scale.mediumFrom() >= scale.highFrom()) {
            report.invalid(
                    "/target_policy/complexity/high_from",
                    Integer.toString(scale.highFrom()),
                    "more than medium_from, which is " + scale.mediumFrom());
        }
    }

    private static void rule(RoutingRule rule, String pointer, Report report) {
        if (rule.match().isEmpty()) {
            report.invalid(
                    pointer + "/match",
                    "{}",
                    "at least one condition; what no rule matches goes to the model that the client"
                            + " names, or to default_model");
        }
        if (NamePattern.isMany(rule.target())) {
            report.invalid(pointer + "/target", rule.target(), "an exact name, no pattern");
        }
        texts(rule.match().promptContains(), pointer + "/match/prompt_contains/", report);
        report.patterns(pointer + "/match/models/", rule.match().models());
    }

    private static void intents(List<Intent> intents, Set<String> known, Report report) {
        var names = new HashSet<String>();
        for (int i = 0; i < intents.size(); i++) {
            var intent = intents.get(i);
            known.add(intent.name());
            if (!names.add(intent.name())) {
                report.invalid(
                        INTENTS + i + "/name", intent.name(), "a name used once among the intents");
            }
            if (intent.keywords().isEmpty() && intent.patterns().isEmpty()) {
                report.missing(INTENTS + i + "/keywords", "keywords, patterns or both");
            }
            texts(intent.keywords(), INTENTS + i + "/keywords/", report);
            for (int j = 0; j < intent.patterns().size(); j++) {
                var pattern = intent.patterns().get(j);
                var pointer = INTENTS + i + "/patterns/" + j;
                LinearPattern.problem(pattern)
                        .ifPresent(expected -> report.invalid(pointer, pattern, expected));
            }
        }
    }

    private static void texts(List<String> texts, String pointer, Report report) {
        for (int i = 0; i < texts.size(); i++) {
            if (texts.get(i).isBlank()) {
                report.invalid(pointer + i, texts.get(i), "a text that is not blank");
            }
        }
    }

    static void test(ModelTarget target, String pointer, Report report) {
        var test = target.abTest();
        if (test == null) {
            return;
        }
        var candidates =
                target.candidates().stream().map(Candidate::address).collect(Collectors.toSet());
        var seen = new HashSet<String>();
        int total = 0;
        for (int i = 0; i < test.variants().size(); i++) {
            var variant = test.variants().get(i);
            total += variant.percent();
            var at = pointer + "/variants/" + i + "/candidate";
            if (!candidates.contains(variant.candidate())) {
                report.invalid(
                        at,
                        variant.candidate(),
                        "a candidate of this target as provider_id/upstream_model",
                        Hints.nearest(variant.candidate(), candidates));
            } else if (!seen.add(variant.candidate())) {
                report.invalid(at, variant.candidate(), "each candidate in one variant");
            }
        }
        if (total != 100) {
            report.invalid(
                    pointer + "/variants",
                    Integer.toString(total),
                    "percentages that make 100 together");
        }
    }
}
