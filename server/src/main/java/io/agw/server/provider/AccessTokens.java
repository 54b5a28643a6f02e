package io.agw.server.provider;

import io.agw.bundle.model.Credential;
import io.agw.server.telemetry.Span;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The tokens of logins, by the credentials that they are of. They end, and are renewed while the
/// configuration stays as it is. Thread-safe.
public interface AccessTokens {
    /// Those of a gateway that knows of no login.
    AccessTokens NONE =
            new AccessTokens() {
                @Override
                public Optional<AccessToken> current(Credential credential, @Nullable Span within) {
                    return Optional.empty();
                }

                @Override
                public void refused(Credential credential, AccessToken token) {}
            };

    /// The token to be shown now; empty when there is none that can be used. Blocks while a token
    /// that is about to end is renewed: all who ask meanwhile wait for the one renewal.
    ///
    /// @param credential of the type `cliauth_token`
    /// @param within step of the turn that asks, which notes how long it waited; null for work that
    ///   belongs to no turn
    Optional<AccessToken> current(Credential credential, @Nullable Span within);

    /// Takes note that an upstream refused a token, which is then renewed before it is shown again.
    /// A token that has been replaced meanwhile stays.
    void refused(Credential credential, AccessToken token);
}
