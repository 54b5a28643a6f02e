package io.agw.server.admin.access;

import io.agw.server.admin.api.Role;
import java.time.Instant;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A token of the settings that the Admin API can be called with, known by its digest alone.
///
/// @param digest as {@link TokenDigest} makes it
/// @param expiresAt from when on it is refused, null for never
public record AdminToken(String name, Role role, String digest, @Nullable Instant expiresAt) {
    private static final String ALGORITHM = "sha256:";
    private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");

    public AdminToken {
        Account.checkName(name);
        if (!DIGEST.matcher(digest).matches()) {
            throw new IllegalArgumentException(
                    "token_hash of token \""
                            + name
                            + "\" (expected: sha256: and 64 lower-case hexadecimal digits, as agwd make-token prints it)");
        }
    }

    /// One that has no end yet.
    ///
    /// @param hash `sha256:` and the digest
    /// @throws IllegalArgumentException when name or hash is malformed; the message shows no hash
    public static AdminToken of(String name, Role role, String hash) {
        var digest = hash.startsWith(ALGORITHM) ? hash.substring(ALGORITHM.length()) : "";
        return new AdminToken(name, role, digest, null);
    }

    /// The same until a time.
    public AdminToken until(@Nullable Instant end) {
        return new AdminToken(name, role, digest, end);
    }

    /// The digest as settings have it: `sha256:…`.
    String hash() {
        return ALGORITHM + digest;
    }

    boolean hasEnded(Instant now) {
        return expiresAt != null && !expiresAt.isAfter(now);
    }

    @Override
    public String toString() {
        return "AdminToken["
                + name
                + ", "
                + role
                + (expiresAt == null ? "" : ", until " + expiresAt)
                + "]";
    }
}
