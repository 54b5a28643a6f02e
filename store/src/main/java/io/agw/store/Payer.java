package io.agw.store;

import org.jspecify.annotations.Nullable;

/// Whom a turn is counted for. Null means nobody, or not known.
///
/// @param keyId virtual key
/// @param team of the key
/// @param org of the team
/// @param user who uses the key
public record Payer(
        @Nullable String keyId,
        @Nullable String team,
        @Nullable String org,
        @Nullable String user) {
    /// Nobody has shown a key.
    public static final Payer NOBODY = new Payer(null, null, null, null);
}
