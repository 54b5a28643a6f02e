package io.agw.bundle.options;

/// Whether a model is told to think before it answers.
public enum ThinkingType {
    ENABLED,
    DISABLED,
    /// The model is told nothing.
    NONE
}
