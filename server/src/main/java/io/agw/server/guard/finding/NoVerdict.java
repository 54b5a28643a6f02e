package io.agw.server.guard.finding;

/// Whoever was asked was not heard, or said what is no verdict.
public final class NoVerdict extends Exception {
    private final String code;
    private final boolean isOfTurn;

    /// @param code stable word: `upstream_timeout`
    /// @param what why, for logs; no part of a text
    public NoVerdict(String code, String what) {
        this(code, what, false);
    }

    /// @param isOfTurn whether whoever was asked was not to blame: the turn could wait no longer
    public NoVerdict(String code, String what, boolean isOfTurn) {
        super(what, null, false, false);
        this.code = code;
        this.isOfTurn = isOfTurn;
    }

    /// Whether the turn could wait no longer: its time was over, its client left, or the gateway
    /// goes down. Clients bring that about as they like.
    public boolean isOfTurn() {
        return isOfTurn;
    }

    /// Why, as a stable word.
    public String code() {
        return code;
    }
}
