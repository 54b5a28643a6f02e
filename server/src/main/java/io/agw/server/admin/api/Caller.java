package io.agw.server.admin.api;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Who makes a call.
///
/// @param name of the user or the token, empty for nobody in particular
/// @param token digest of the session token that the call was made with, null when there was none
/// @param expiresAt end of the session or of the token, null when there is none
public record Caller(String name, Role role, @Nullable String token, @Nullable Instant expiresAt) {
    /// A call without credentials.
    public static final Caller NOBODY = new Caller("", Role.ANYONE, null, null);
}
