package io.agw.server.admission.rate;

import java.util.Locale;

/// What of a limit may be used up.
public enum Dimension {
    REQUESTS,
    TOKENS,
    CONCURRENT,
    STREAMS;

    /// The word in answers and labels.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
