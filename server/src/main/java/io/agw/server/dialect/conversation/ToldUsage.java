package io.agw.server.dialect.conversation;

import org.jspecify.annotations.Nullable;

/// What an upstream said of the tokens of a turn.
///
/// @param tokens null when its numbers cannot be believed
/// @param text its own words, JSON as it wrote it; one object a line where it said more than one;
///   null when they are too long to be kept
/// @param special whether the turn was served in a way that has prices of its own: with priority,
///   at leisure, fast
public record ToldUsage(@Nullable TokenUsage tokens, @Nullable String text, boolean special) {
    /// As vendors serve turns if nothing else is asked for.
    public ToldUsage(@Nullable TokenUsage tokens, @Nullable String text) {
        this(tokens, text, false);
    }
}
