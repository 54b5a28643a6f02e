package io.agw.bundle.options;

/// The `gemini` type takes no options.
public record GeminiOptions() {}
