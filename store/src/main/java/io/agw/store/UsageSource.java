package io.agw.store;

import java.util.Locale;

/// Whose the numbers of tokens are.
public enum UsageSource {
    /// The upstream's.
    REPORTED,
    /// The gateway's guess, as the upstream did not say.
    ESTIMATED,
    /// The gateway's guess, as what the upstream said cannot be believed.
    REJECTED;

    private final String word = name().toLowerCase(Locale.ROOT);

    /// The name for people: `reported`.
    public String word() {
        return word;
    }
}
