package io.agw.server.record;

import java.util.Locale;

/// How a turn ended, whatever its HTTP status says.
public enum TurnOutcome {
    OK,
    /// The gateway refused it.
    REFUSED,
    /// No upstream answered it.
    UPSTREAM_ERROR,
    /// Its answer broke off after it had begun.
    TRUNCATED,
    /// The client left.
    CLIENT_CANCELLED,
    /// A defect of the gateway.
    INTERNAL_ERROR;

    private final String word = name().toLowerCase(Locale.ROOT);

    /// The name in usage rows: `client_cancelled`.
    public String word() {
        return word;
    }
}
