package io.agw.bundle.options;

/// The type takes no options.
public record NoOptions() {}
