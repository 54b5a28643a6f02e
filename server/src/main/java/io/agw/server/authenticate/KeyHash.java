package io.agw.server.authenticate;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// The keyed hash under which keys are looked up: HMAC-SHA-256 of the SHA-256 of a key's text. The
/// inner hash is what a bundle may hold instead of the text. Thread-safe.
public final class KeyHash {
    private final Mac prototype;

    /// @param key secret of this process or of this gateway, at least 32 bytes
    public KeyHash(byte[] key) {
        try {
            prototype = Mac.getInstance("HmacSHA256");
            prototype.init(new SecretKeySpec(key, "HmacSHA256"));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("HmacSHA256 (expected: every JDK has it)", e);
        }
    }

    /// Hash of a key by its text.
    LookupHash ofText(String text) {
        try {
            var inner = MessageDigest.getInstance("SHA-256");
            return ofSha256(inner.digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("SHA-256 (expected: every JDK has it)", e);
        }
    }

    /// Hash of a key by the SHA-256 of its text.
    LookupHash ofSha256(byte[] sha256) {
        try {
            return new LookupHash(((Mac) prototype.clone()).doFinal(sha256));
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("HmacSHA256 (expected: can be cloned)", e);
        }
    }
}
