package io.agw.server.oidc;

/// What becomes of a token that is shown.
public sealed interface Verdict {
    /// It is what it says.
    record Good(SignedToken token) implements Verdict {}

    /// It is not to be believed, or not for this gateway, or not any more.
    ///
    /// @param reason for the one who shows it; holds nothing of the token but its times
    record Bad(String reason) implements Verdict {}

    /// Nobody can tell now: the issuer's keys cannot be had.
    ///
    /// @param reason for operators
    record Unknown(String reason) implements Verdict {}
}
