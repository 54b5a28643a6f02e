package io.agw.server.admin.access;

import io.agw.server.admin.api.Role;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/// A token that was just made, to be shown once, and what the settings know it by.
///
/// @param text `agwadm_` and 256 random bits
public record FreshToken(String text, AdminToken token) {
    private static final String PREFIX = "agwadm_";
    private static final int RANDOM_BYTES = 32;

    /// Makes one.
    ///
    /// @param end from when on it is refused, null for never
    /// @throws IllegalArgumentException when the name is malformed
    public static FreshToken make(
            String name, Role role, @Nullable Instant end, SecureRandom random) {
        var bytes = new byte[RANDOM_BYTES];
        random.nextBytes(bytes);
        var text = PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        return new FreshToken(text, new AdminToken(name, role, TokenDigest.of(text), end));
    }

    /// The token's line below `admin.tokens`.
    public String settingsLine() {
        return "- {name: \""
                + token.name().replace("\\", "\\\\").replace("\"", "\\\"")
                + "\", role: "
                + token.role().word()
                + ", token_hash: \""
                + token.hash()
                + "\""
                + (token.expiresAt() == null ? "" : ", expires_at: \"" + token.expiresAt() + "\"")
                + "}";
    }

    @Override
    public String toString() {
        return "FreshToken[" + token + "]";
    }
}
