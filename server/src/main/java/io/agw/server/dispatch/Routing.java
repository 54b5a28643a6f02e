package io.agw.server.dispatch;

import io.agw.server.dispatch.traits.RuleBook;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Where the requests of one LLM route go, ready to be asked. Immutable but for the counters of its
/// targets; thread-safe.
public sealed interface Routing {
    /// Everything goes to one provider.
    ///
    /// @param defaultModel asked for when a request names no model; null to leave it out
    record Direct(Target target, @Nullable String defaultModel) implements Routing {}

    /// The model's name decides, or a rule.
    final class Logical implements Routing {
        private final Map<String, Choice> exact = new HashMap<>();
        private final List<Choice> patterns;
        private final List<Choice> choices;
        private final @Nullable String defaultModel;
        private final @Nullable RuleBook rules;
        private final Reach reach;

        /// @param choices at least one
        /// @param rules null when the name alone decides
        /// @param reach how far a request goes after a failure
        Logical(
                List<Choice> choices,
                @Nullable String defaultModel,
                @Nullable RuleBook rules,
                Reach reach) {
            for (var choice : choices) {
                if (!choice.isPattern()) {
                    exact.put(choice.name(), choice);
                }
            }
            this.choices = List.copyOf(choices);
            this.patterns =
                    choices.stream()
                            .filter(Choice::isPattern)
                            .sorted(Comparator.comparingInt(Choice::literal).reversed())
                            .toList();
            this.defaultModel = defaultModel;
            this.rules = rules;
            this.reach = reach;
        }

        /// In document order.
        List<Choice> choices() {
            return choices;
        }

        @Nullable String defaultModel() {
            return defaultModel;
        }

        @Nullable RuleBook rules() {
            return rules;
        }

        Reach reach() {
            return reach;
        }

        /// What serves requests that are about no model: the default model's, else the first.
        Choice usual() {
            var named = defaultModel == null ? null : exact.get(defaultModel);
            return named == null ? choices.getFirst() : named;
        }

        /// What serves a name: an exact one before a pattern, a longer pattern before a shorter.
        public @Nullable Choice find(String model) {
            var choice = exact.get(model);
            for (int i = 0; choice == null && i < patterns.size(); i++) {
                choice = patterns.get(i).takes(model) ? patterns.get(i) : null;
            }
            return choice;
        }
    }
}
