package io.agw.server.guard.finding;

/// Whoever was asked was not heard, or said what is no verdict.
public final class NoVerdict extends Exception {
    private final String code;

    /// @param code stable word: `upstream_timeout`
    /// @param what why, for logs; no part of a text
    public NoVerdict(String code, String what) {
        super(what, null, false, false);
        this.code = code;
    }

    /// Why, as a stable word.
    public String code() {
        return code;
    }
}
