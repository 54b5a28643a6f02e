package io.agw.bundle.options;

/// The `anthropic` type takes no options.
public record AnthropicOptions() {}
