package io.agw.server.login;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;

/// What proves that whoever redeems a code has begun the login (RFC 7636).
///
/// @param verifier secret until the code is redeemed
/// @param challenge what the sign-in page is told of it
record Pkce(String verifier, String challenge) {
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();
    private static final int BYTES = 32;

    static Pkce make(SecureRandom random) {
        var verifier = randomText(random, BYTES);
        try {
            var digest =
                    MessageDigest.getInstance("SHA-256")
                            .digest(verifier.getBytes(StandardCharsets.US_ASCII));
            return new Pkce(verifier, BASE64.encodeToString(digest));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is missing (expected: every JDK has it)", e);
        }
    }

    /// Text that nobody guesses.
    static String randomText(SecureRandom random, int bytes) {
        var raw = new byte[bytes];
        random.nextBytes(raw);
        return BASE64.encodeToString(raw);
    }

    @Override
    public String toString() {
        return "Pkce[" + challenge + "]";
    }
}
