package io.agw.server.access;

import java.util.Locale;

/// What callers use by name.
public enum Sort {
    MODEL,
    AGENT,
    ROUTE;

    private final String word = name().toLowerCase(Locale.ROOT);

    /// As messages call it.
    public String word() {
        return word;
    }
}
