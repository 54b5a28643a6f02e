package io.agw.server.turn;

import org.jspecify.annotations.Nullable;

/// Ends a turn with a {@link Refusal}. Caught in one place per plane, which renders it in the
/// caller's dialect.
public final class TurnRefused extends RuntimeException {
    private final transient Refusal refusal;
    private final transient byte @Nullable [] document;

    public TurnRefused(Refusal refusal) {
        this(refusal, null);
    }

    /// @param document what the caller is sent, when somebody else has rendered the refusal already
    public TurnRefused(Refusal refusal, byte @Nullable [] document) {
        super(refusal.code(), null, false, false);
        this.refusal = refusal;
        this.document = document;
    }

    public Refusal refusal() {
        return refusal;
    }

    /// The refusal in the caller's dialect; null when it is still to be rendered.
    public byte @Nullable [] document() {
        return document;
    }
}
