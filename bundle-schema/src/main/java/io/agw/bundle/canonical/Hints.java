package io.agw.bundle.canonical;

import io.agw.bundle.problem.Nearest;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What to say about names and words that nobody knows: the nearest known one, or the answer to a
/// known mistake.
final class Hints {
    private static final Map<String, String> FIELDS =
            Map.of(
                    "<<", "YAML 1.2 has no merge keys: write the members out",
                    "key", "the text of a virtual key is `value`, a reference",
                    "target_policy", "the service is named by `service_id`");
    private static final Map<String, String> WORDS =
            Map.of(
                    "protocol: mcp", "routes of MCP services stand in mcpRoutes",
                    "protocol: acp", "routes of agents stand in acpRoutes",
                    "codex.mode: app_server", "codex runs by its adapter only");

    private Hints() {}

    static @Nullable String forField(String name, Collection<String> known) {
        var guess = Nearest.to(name, known);
        return guess.isPresent() ? didYouMean(guess.get()) : FIELDS.get(name);
    }

    static @Nullable String forWord(Path path, String word, Collection<String> known) {
        var answer = WORDS.get(path + ": " + word);
        return answer != null
                ? answer
                : Nearest.to(word, known).map(Hints::didYouMean).orElse(null);
    }

    private static String didYouMean(String word) {
        return "did you mean " + word + "?";
    }
}
