package io.agw.server.admin.api;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Who makes a call.
///
/// @param name user name, empty for nobody in particular
/// @param token digest of the session token that the call was made with, null when there was none
/// @param expiresAt end of the session, null when there is none
public record Caller(String name, Role role, @Nullable String token, @Nullable Instant expiresAt) {
    /// A call without credentials.
    public static final Caller NOBODY = new Caller("", Role.ANYONE, null, null);
}
