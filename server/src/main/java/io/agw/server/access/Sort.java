package io.agw.server.access;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// What callers use by name.
public enum Sort {
    MODEL,
    AGENT,
    ROUTE;

    private final String word = name().toLowerCase(Locale.ROOT);

    /// The sort that is called so; empty when none is.
    public static Optional<Sort> ofWord(String word) {
        return Arrays.stream(values()).filter(sort -> sort.word.equals(word)).findFirst();
    }

    /// As messages call it.
    public String word() {
        return word;
    }
}
