package io.agw.bundle.problem;

import java.util.Locale;

/// How bad a {@link Problem} is: an error stops an apply, a warning is shown and passes.
public enum Severity {
    ERROR,
    WARNING;

    /// The word used in every output: `error` or `warning`.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
