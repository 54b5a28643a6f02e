package io.agw.server.turn;

/// Ends a turn with a {@link Refusal}. Caught in one place per plane, which renders it in the
/// caller's dialect.
public final class TurnRefused extends RuntimeException {
    private final transient Refusal refusal;

    public TurnRefused(Refusal refusal) {
        super(refusal.code() + ": " + refusal.message(), null, false, false);
        this.refusal = refusal;
    }

    public Refusal refusal() {
        return refusal;
    }
}
