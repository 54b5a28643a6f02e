package io.agw.server.dispatch;

import io.agw.bundle.model.SelectorStrategy;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Where the requests of one LLM route go, ready to be asked. Immutable but for the counters of its
/// targets; thread-safe.
public sealed interface Routing {
    /// Everything goes to one provider.
    ///
    /// @param defaultModel asked for when a request names no model; null to leave it out
    record Direct(Target target, @Nullable String defaultModel) implements Routing {}

    /// The model's name decides.
    final class Logical implements Routing {
        private final Map<String, Choice> exact = new HashMap<>();
        private final List<Choice> patterns;
        private final Set<String> names = new LinkedHashSet<>();
        private final @Nullable String defaultModel;
        private final int moves;

        /// @param moves most moves to another candidate after a failure
        Logical(List<Choice> choices, @Nullable String defaultModel, int moves) {
            for (var choice : choices) {
                if (!choice.isPattern()) {
                    exact.put(choice.name(), choice);
                    names.add(choice.name());
                }
            }
            this.patterns =
                    choices.stream()
                            .filter(Choice::isPattern)
                            .sorted(Comparator.comparingInt(Choice::literal).reversed())
                            .toList();
            this.defaultModel = defaultModel;
            this.moves = moves;
        }

        /// The names that clients may ask for, in document order; patterns are not names.
        public Set<String> names() {
            return names;
        }

        @Nullable String defaultModel() {
            return defaultModel;
        }

        int moves() {
            return moves;
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

    /// What serves one name, or all names with one beginning.
    ///
    /// @param name a model's name; one that ends with `*` stands for all that begin with the rest
    record Choice(String name, SelectorStrategy strategy, List<Target> targets) {
        public Choice {
            targets = List.copyOf(targets);
        }

        boolean isPattern() {
            return name.endsWith("*");
        }

        /// How many characters of a pattern are literal.
        int literal() {
            return name.length() - 1;
        }

        boolean takes(String model) {
            return model.regionMatches(0, name, 0, literal());
        }

        /// The name for an upstream that takes the client's: a prefix that ends with `/` is the
        /// gateway's own and is stripped, any other belongs to the name.
        String stripped(String model) {
            return isPattern() && name.endsWith("/*") ? model.substring(literal()) : model;
        }
    }
}
