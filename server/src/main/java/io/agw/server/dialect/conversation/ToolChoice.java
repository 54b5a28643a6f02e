package io.agw.server.dialect.conversation;

import org.jspecify.annotations.Nullable;

/// Whether the model is to call tools.
///
/// @param mode what it may
/// @param name the tool that must be called; null unless `mode` is `NAMED`
/// @param parallel whether several calls at once are allowed; null when not said
public record ToolChoice(Mode mode, @Nullable String name, @Nullable Boolean parallel) {
    /// Nothing said: the vendor's default.
    public static final ToolChoice UNSAID = new ToolChoice(Mode.UNSAID, null, null);

    /// What a model may do with tools.
    public enum Mode {
        UNSAID,
        AUTO,
        NONE,
        /// At least one call.
        REQUIRED,
        NAMED
    }

    public ToolChoice {
        if ((mode == Mode.NAMED) != (name != null)) {
            throw new IllegalArgumentException(
                    "tool choice " + mode + " with name " + name + " (expected: a name iff NAMED)");
        }
    }
}
