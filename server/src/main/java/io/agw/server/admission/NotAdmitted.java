package io.agw.server.admission;

import io.agw.server.turn.Refusal;

/// A limit refuses a turn.
public final class NotAdmitted extends Exception {
    private final transient Refusal refusal;
    private final transient Remaining remaining;

    NotAdmitted(Refusal refusal, Remaining remaining) {
        super(refusal.code(), null, false, false);
        this.refusal = refusal;
        this.remaining = remaining;
    }

    /// What the client is told.
    public Refusal refusal() {
        return refusal;
    }

    /// What is left of all limits of the client.
    public Remaining remaining() {
        return remaining;
    }
}
