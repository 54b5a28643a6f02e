package io.agw.server.dialect.shape.generate;

import java.util.List;
import java.util.regex.Pattern;

/// What an upstream's model takes, told by its name, as the vendor documents it. Of a model whose
/// name says nothing it is assumed that it takes whatever is asked for.
///
/// @param thought how it is told how much to think
/// @param seesInResults whether pictures and documents may stand within the result of a function,
///   as since Gemini 3: https://ai.google.dev/gemini-api/docs/function-calling#multimodal
record ModelTraits(Thought thought, boolean seesInResults) {
    /// Least first.
    static final List<String> LEVELS = List.of("minimal", "low", "medium", "high");

    private static final List<String> FROM_LOW = List.of("low", "medium", "high");

    /// The thinkers of the generations with their tiers. Models for pictures, speech and live talks
    /// have names that begin alike, and limits of their own.
    private static final Pattern THINKER =
            Pattern.compile(
                    "(?:^|/)gemini-(\\d(?:\\.\\d)?)-(pro|flash-lite|flash)"
                            + "(?!.*(?:image|tts|audio|live|computer))(?![a-z0-9])");

    /// How a model is told how much to think: https://ai.google.dev/gemini-api/docs/thinking.
    sealed interface Thought {
        /// By tokens, before Gemini 3.
        ///
        /// @param least most tokens that may be said, where it is to think at all
        /// @param most most tokens that may be said
        /// @param optional whether it may be told not to think
        record Budget(long least, long most, boolean optional) implements Thought {}

        /// By a word, since Gemini 3.
        ///
        /// @param levels that it takes, least first
        /// @param optional whether it may be told not to think
        record Level(List<String> levels, boolean optional) implements Thought {
            public Level {
                levels = List.copyOf(levels);
            }
        }
    }

    static ModelTraits of(String model) {
        boolean old = model.contains("gemini-2") || model.contains("gemini-1");
        var thinker = THINKER.matcher(model);
        var tier = thinker.find() ? thinker.group(1) + "-" + thinker.group(2) : "";
        return new ModelTraits(thought(tier, old), !old);
    }

    private static Thought thought(String tier, boolean old) {
        return switch (tier) {
            case "2.5-pro" -> new Thought.Budget(128, 32_768, false);
            case "2.5-flash" -> new Thought.Budget(1, 24_576, true);
            case "2.5-flash-lite" -> new Thought.Budget(512, 24_576, true);
            case "3-pro" -> new Thought.Level(List.of("low", "high"), false);
            case "3.1-pro", "3.7-flash", "3.8-flash" -> new Thought.Level(FROM_LOW, false);
            case "3-flash", "3.1-flash-lite", "3.5-flash", "3.5-flash-lite", "3.6-flash" ->
                    new Thought.Level(LEVELS, false);
            default ->
                    old
                            ? new Thought.Budget(0, Long.MAX_VALUE, true)
                            : new Thought.Level(LEVELS, true);
        };
    }
}
