package io.agw.server.admin.access;

import at.favre.lib.crypto.bcrypt.BCrypt;
import at.favre.lib.crypto.bcrypt.LongPasswordStrategies;
import java.nio.charset.StandardCharsets;

/// Makes the bcrypt hash of a password.
public final class PasswordHash {
    private static final int COST = 11;

    private PasswordHash() {}

    /// A hash with a salt of its own.
    public static String of(String password) {
        var maker = BCrypt.with(LongPasswordStrategies.truncate(BCrypt.Version.VERSION_2A));
        return new String(
                maker.hash(COST, password.getBytes(StandardCharsets.UTF_8)),
                StandardCharsets.US_ASCII);
    }
}
