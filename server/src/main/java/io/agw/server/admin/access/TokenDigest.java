package io.agw.server.admin.access;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;

/// The digest that a token is known by. A token is 256 random bits, which nobody finds from their
/// SHA-256, so it needs neither salt nor a slow hash.
final class TokenDigest {
    private TokenDigest() {}

    /// SHA-256 of the token's UTF-8, in 64 lower-case hexadecimal digits.
    static String of(String token) {
        try {
            return HexFormat.of()
                    .formatHex(
                            MessageDigest.getInstance("SHA-256")
                                    .digest(token.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("SHA-256 is missing (expected: every JDK has it)", e);
        }
    }
}
