package io.agw.server.record;

import java.util.Locale;

/// How a turn ended, whatever its HTTP status says.
public enum TurnOutcome {
    OK,
    /// It was answered with what was answered before.
    CACHE_HIT,
    /// The gateway refused it.
    REFUSED,
    /// An upstream found fault with it that is the client's to mend.
    REJECTED,
    /// No upstream answered it.
    UPSTREAM_ERROR,
    /// Its answer broke off after it had begun.
    TRUNCATED,
    /// The client left.
    CLIENT_CANCELLED,
    /// A defect of the gateway.
    INTERNAL_ERROR;

    private final String word = name().toLowerCase(Locale.ROOT);

    /// Whether gateway and upstreams did their part.
    boolean isOfClient() {
        return this == OK || this == CACHE_HIT || this == REFUSED || this == REJECTED;
    }

    /// The name in usage rows: `client_cancelled`.
    public String word() {
        return word;
    }
}
