package io.agw.server.dialect.conversation;

import org.jspecify.annotations.Nullable;

/// How much a model is to think before it speaks.
///
/// @param mode whether it thinks
/// @param effort how hard: `minimal`, `low`, `medium`, `high`, `xhigh` or `max`; null when not said
/// @param budget most tokens of thought; null when not said
/// @param shown whether thoughts are wanted in the answer; null when not said
public record Reasoning(
        Mode mode, @Nullable String effort, @Nullable Long budget, @Nullable Boolean shown) {
    /// Whether a model thinks.
    public enum Mode {
        OFF,
        /// The model decides.
        ADAPTIVE,
        ON
    }

    private static final long MEDIUM_BUDGET = 4_096;
    private static final long HIGH_BUDGET = 8_192;

    /// How hard, where only words can be said: the effort, else what the budget comes to; null when
    /// neither was said.
    public @Nullable String effortInWords() {
        if (effort != null || budget == null) {
            return effort;
        }
        return budget < MEDIUM_BUDGET ? "low" : budget < HIGH_BUDGET ? "medium" : "high";
    }
}
