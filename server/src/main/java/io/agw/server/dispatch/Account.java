package io.agw.server.dispatch;

import io.agw.bundle.model.Credential;
import io.agw.bundle.model.Secret;
import io.agw.server.provider.AccessToken;
import io.agw.server.provider.AccessTokens;
import io.agw.server.provider.Provider;
import io.agw.server.telemetry.Span;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A key with which a target can be called. Thread-safe.
sealed interface Account {
    /// Tells what the vendor can do, whatever the key.
    Provider vendor();

    /// The key as it is now; null when there is none to show.
    ///
    /// @param within step of the turn that asks; null for work that belongs to no turn
    @Nullable Access open(@Nullable Span within);

    /// Why it is to be left alone for a model, as far as can be said before it is opened; null when
    /// it may be used.
    CredentialState.@Nullable CoolDown coolDown(@Nullable String model);

    /// The provider's own key, a client's, or none: it is used whatever upstreams said of it, for
    /// there is no other.
    record Unmanaged(Provider vendor) implements Account {
        @Override
        public Access open(@Nullable Span within) {
            return new Access(vendor, null, null);
        }

        @Override
        public CredentialState.@Nullable CoolDown coolDown(@Nullable String model) {
            return null;
        }
    }

    /// The key of a credential.
    record Managed(Provider vendor, Secret key, CredentialState state) implements Account {
        @Override
        public Access open(@Nullable Span within) {
            return new Access(vendor, new Access.Shown(key, state), null);
        }

        @Override
        public CredentialState.@Nullable CoolDown coolDown(@Nullable String model) {
            return state.coolDown(key, model);
        }
    }

    /// The token of a login.
    ///
    /// @param vendor cannot be called: it has no token
    /// @param opener makes an account of a token
    record Login(
            Provider vendor,
            Function<AccessToken, Provider> opener,
            Credential credential,
            AccessTokens tokens,
            CredentialState state)
            implements Account {
        @Override
        public @Nullable Access open(@Nullable Span within) {
            var token = tokens.current(credential, within).orElse(null);
            return token == null
                    ? null
                    : new Access(
                            opener.apply(token),
                            new Access.Shown(token.text(), state),
                            () -> tokens.refused(credential, token));
        }

        @Override
        public CredentialState.@Nullable CoolDown coolDown(@Nullable String model) {
            return null;
        }
    }
}
