package io.agw.bundle.validate;

import io.agw.bundle.model.Candidate;
import io.agw.bundle.model.CredentialScope;
import io.agw.bundle.model.Fallback;
import io.agw.bundle.model.ModelTarget;
import io.agw.bundle.model.NamePattern;
import io.agw.bundle.model.TargetPolicy;
import io.agw.bundle.problem.Code;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.IntStream;

/// Where the requests of an LLM route go.
final class TargetRules {
    private static final String TARGETS = "/target_policy/model_targets";

    private TargetRules() {}

    static void check(TargetPolicy policy, Report report) {
        once(policy.credentialScopeOrder(), "/target_policy/credential_scope_order", report);
        once(policy.credentialTypeOrder(), "/target_policy/credential_type_order", report);
        switch (policy) {
            case TargetPolicy.Direct direct -> direct(direct, report);
            case TargetPolicy.Logical logical -> logical(logical, report);
        }
    }

    private static void once(List<? extends Enum<?>> order, String pointer, Report report) {
        var seen = new HashSet<Enum<?>>();
        for (int i = 0; i < order.size(); i++) {
            if (!seen.add(order.get(i))) {
                report.invalid(pointer + "/" + i, word(order.get(i)), "each at most once");
            }
        }
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private static void direct(TargetPolicy.Direct direct, Report report) {
        int custom = direct.credentialScopeOrder().indexOf(CredentialScope.MODEL_CUSTOM);
        if (custom >= 0) {
            report.invalid(
                    "/target_policy/credential_scope_order/" + custom,
                    word(CredentialScope.MODEL_CUSTOM),
                    "provider_id only, for no model is chosen here");
        }
    }

    private static void logical(TargetPolicy.Logical logical, Report report) {
        var targets = logical.modelTargets();
        var names = new HashMap<String, Integer>();
        for (int i = 0; i < targets.size(); i++) {
            var target = targets.get(i);
            name(target, TARGETS + "/" + i, report);
            if (names.putIfAbsent(target.name(), i) != null) {
                report.invalid(
                        TARGETS + "/" + i + "/name",
                        target.name(),
                        "a name used once in the route");
            }
            candidates(target.candidates(), TARGETS + "/" + i + "/candidates", report);
            ChoiceRules.test(target, TARGETS + "/" + i + "/ab_test", report);
        }
        ChoiceRules.check(logical, names.keySet(), report);
        var model = logical.defaultModel();
        if (model != null && !names.containsKey(model)) {
            report.invalid(
                    "/target_policy/default_model",
                    model,
                    "the name of a target of this route",
                    Hints.nearest(model, names.keySet()));
        } else if (model != null && NamePattern.isMany(model)) {
            report.invalid("/target_policy/default_model", model, "an exact name, no pattern");
        }
        fallback(logical.fallback(), report);
        defaults(logical, report);
    }

    private static void fallback(Fallback fallback, Report report) {
        boolean leads = fallback.maxNum() > 0 || !fallback.chain().isEmpty();
        if (fallback.enabled() != leads) {
            report.warning(
                    Code.CONFLICTING_RULE,
                    "/target_policy/fallback",
                    "enabled has no effect without max_num or chain, nor they without it",
                    "write enabled: true and max_num: 1 to 5 or a chain, or leave all out");
        }
        SurvivalRules.chain(fallback.chain(), "/target_policy/fallback/chain", report);
    }

    private static void name(ModelTarget target, String pointer, Report report) {
        if (!NamePattern.isWellFormed(target.name())) {
            report.invalid(pointer + "/name", target.name(), NamePattern.EXPECTED);
        }
    }

    private static void candidates(List<Candidate> candidates, String pointer, Report report) {
        var seen = new HashSet<String>();
        int defaults = 0;
        for (int i = 0; i < candidates.size(); i++) {
            var candidate = candidates.get(i);
            var model = candidate.address();
            if (!seen.add(model)) {
                report.invalid(
                        pointer + "/" + i, model, "each provider and model once in a target");
            }
            if (candidate.isDefault() && ++defaults > 1) {
                report.invalid(
                        pointer + "/" + i + "/default",
                        "true",
                        "one default candidate in a target");
            }
        }
    }

    /// At most one target has a default candidate, and `default_model` names no other.
    private static void defaults(TargetPolicy.Logical logical, Report report) {
        var targets = logical.modelTargets();
        var having =
                IntStream.range(0, targets.size())
                        .filter(i ->
                                targets.get(i).candidates().stream().anyMatch(Candidate::isDefault))
                        .boxed()
                        .toList();
        for (var i : having.stream().skip(1).toList()) {
            report.invalid(
                    TARGETS + "/" + i,
                    targets.get(i).name(),
                    "one target with a default candidate in a route");
        }
        var model = logical.defaultModel();
        if (having.size() == 1
                && model != null
                && !Objects.equals(model, targets.get(having.getFirst()).name())) {
            report.error(
                    Code.CONFLICTING_RULE,
                    "/target_policy/default_model",
                    Report.quoted(model)
                            + " is not the target that has the default candidate (expected: "
                            + Report.quoted(targets.get(having.getFirst()).name())
                            + ")",
                    null);
        }
    }
}
