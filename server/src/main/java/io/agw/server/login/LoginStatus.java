package io.agw.server.login;

import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// How the tokens of a credential do.
///
/// @param authenticator by which they are renewed; null when nobody can
/// @param email of who signed in, unverified
/// @param problem why the last renewal failed, or the vendor's word for that there will be none
public record LoginStatus(
        String credentialId,
        @Nullable String authenticator,
        State state,
        @Nullable String email,
        Times times,
        @Nullable String problem) {
    /// @param renewed when these tokens were made
    /// @param ends when they end by themselves
    /// @param next when they are renewed in the background
    public record Times(
            @Nullable Instant renewed, @Nullable Instant ends, @Nullable Instant next) {}

    /// Whether they can be used.
    public enum State {
        OK,
        /// The last renewal failed; another one will be tried.
        ERROR,
        /// Somebody must sign in again.
        ENDED,
        /// Nobody has signed in.
        NONE;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static LoginStatus none(String credentialId) {
        return new LoginStatus(
                credentialId, null, State.NONE, null, new Times(null, null, null), null);
    }
}
