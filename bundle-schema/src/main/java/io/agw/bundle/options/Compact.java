package io.agw.bundle.options;

/// Whose requests are made acceptable to an API that knows fewer fields.
public enum Compact {
    NONE,
    /// Claude Code.
    CC
}
