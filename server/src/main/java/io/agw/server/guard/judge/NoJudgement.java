package io.agw.server.guard.judge;

/// A judge was not heard, or said what is no judgement.
public final class NoJudgement extends Exception {
    private final String code;

    /// @param code stable word: `upstream_timeout`
    /// @param what why, for logs; no part of a text
    NoJudgement(String code, String what) {
        super(what, null, false, false);
        this.code = code;
    }

    /// Why, as a stable word.
    public String code() {
        return code;
    }
}
