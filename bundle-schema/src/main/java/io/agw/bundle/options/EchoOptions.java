package io.agw.bundle.options;

/// The `echo` type takes no options.
public record EchoOptions() {}
