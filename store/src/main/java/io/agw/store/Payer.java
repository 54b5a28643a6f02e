package io.agw.store;

import org.jspecify.annotations.Nullable;

/// Whom a turn is counted for. Null means nobody, or not known.
///
/// @param keyId virtual key
/// @param team of the key
/// @param org of the team
/// @param user who uses the key
/// @param agent that asked; `unattributed` where nobody said which
public record Payer(
        @Nullable String keyId,
        @Nullable String team,
        @Nullable String org,
        @Nullable String user,
        @Nullable String agent) {
    /// Nobody has shown a key.
    public static final Payer NOBODY = new Payer(null, null, null, null, null);

    /// The same key's, of this user and agent.
    public Payer with(@Nullable String otherUser, String otherAgent) {
        return new Payer(keyId, team, org, otherUser, otherAgent);
    }
}
