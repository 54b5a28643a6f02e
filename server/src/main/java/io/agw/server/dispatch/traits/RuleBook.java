package io.agw.server.dispatch.traits;

import io.agw.bundle.expression.Intents;
import io.agw.bundle.model.Complexity;
import io.agw.bundle.model.ComplexityScale;
import io.agw.bundle.model.NamePattern;
import io.agw.bundle.model.RoutingRule;
import io.agw.bundle.model.RoutingRule.Conditions;
import io.agw.bundle.model.TargetPolicy;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// The rules of a route, in order. Immutable.
public final class RuleBook {
    private final List<RoutingRule> rules;
    private final Intents intents;
    private final ComplexityScale scale;

    private RuleBook(TargetPolicy.Logical policy) {
        this.rules = policy.rules();
        this.intents = Intents.of(policy.intents());
        this.scale = policy.complexity();
    }

    /// The rules of a checked route; null when it has none.
    public static @Nullable RuleBook of(TargetPolicy.Logical policy) {
        return policy.rules().isEmpty() ? null : new RuleBook(policy);
    }

    /// The first rule that a request falls under; null when there is none.
    ///
    /// @param model as the client named it; null when it named none
    public @Nullable RoutingRule find(RequestTraits traits, @Nullable String model) {
        var prompt = traits.prompt().toLowerCase(Locale.ROOT);
        for (var rule : rules) {
            var match = rule.match();
            if (isNamed(match.models(), model)
                    && contains(match.promptContains(), prompt)
                    && isSized(match, traits)
                    && (match.complexity() == null || match.complexity() == level(traits))
                    && (match.intent() == null || intents.has(match.intent(), traits.prompt()))) {
                return rule;
            }
        }
        return null;
    }

    private static boolean isNamed(List<String> models, @Nullable String model) {
        return models.isEmpty()
                || (model != null
                        && models.stream().anyMatch(each -> NamePattern.matches(each, model)));
    }

    private static boolean contains(List<String> texts, String prompt) {
        return texts.isEmpty()
                || texts.stream().anyMatch(text -> prompt.contains(text.toLowerCase(Locale.ROOT)));
    }

    private static boolean isSized(Conditions match, RequestTraits traits) {
        var most = match.maxTokensLte();
        var least = match.inputTokensGt();
        return (most == null || (traits.outputTokens() >= 0 && traits.outputTokens() <= most))
                && (least == null || traits.inputTokens() > least);
    }

    private Complexity level(RequestTraits traits) {
        if (traits.complexity() >= scale.highFrom()) {
            return Complexity.HIGH;
        }
        return traits.complexity() >= scale.mediumFrom() ? Complexity.MEDIUM : Complexity.LOW;
    }
}
