package io.agw.server.login;

/// What became of a wish that concerns a login.
public sealed interface LoginResult {
    /// It was done; this is the login now.
    record Done(LoginView login) implements LoginResult {}

    /// It was not.
    ///
    /// @param message one line for people, without a secret
    record Refused(Reason reason, String message) implements LoginResult {}

    /// Why it was not.
    enum Reason {
        /// No such login, provider, credential, or enabled authenticator.
        MISSING,
        /// What was given cannot be used.
        INVALID,
        /// The configuration lacks something.
        INCOMPLETE,
        /// Another login of the authenticator runs, or this one no longer does.
        BUSY,
        /// The vendor did not answer as it should.
        VENDOR
    }
}
