package io.agw.bundle.options;

/// The `ollama` type takes no options.
public record OllamaOptions() {}
