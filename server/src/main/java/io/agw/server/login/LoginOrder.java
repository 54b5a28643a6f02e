package io.agw.server.login;

import io.agw.bundle.model.CliAuthName;
import org.jspecify.annotations.Nullable;

/// A login that somebody wants.
///
/// @param into where its tokens go
/// @param means how it is to run
/// @param operator who wants it
public record LoginOrder(CliAuthName authenticator, Into into, Means means, Operator operator) {
    /// Where the tokens of a login go.
    public sealed interface Into {
        /// A credential that the login makes.
        ///
        /// @param scope null for that of the provider
        /// @param label null for the account's email address
        record New(String providerId, @Nullable String scope, @Nullable String label)
                implements Into {}

        /// A credential that is there; its tokens are replaced.
        record Present(String credentialId) implements Into {}
    }

    /// @param deviceFlow null for what is configured
    /// @param callbackPort of the callback on the operator's machine; null for the configured or
    ///   usual one
    /// @param freePort a port there that will do where any does; null when the operator has none
    public record Means(
            @Nullable Boolean deviceFlow,
            @Nullable Integer callbackPort,
            @Nullable Integer freePort) {}

    /// On whose behalf it runs, as the audit log names it.
    public record Operator(String actor, String from, String requestId) {}
}
