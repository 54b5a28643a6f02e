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

    /// The same for a user.
    public Payer of(String other) {
        return new Payer(keyId, team, org, other, agent);
    }

    /// The same by an agent.
    public Payer by(String other) {
        return new Payer(keyId, team, org, user, other);
    }
}
