package io.agw.server.cache;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.jspecify.annotations.Nullable;

/// A SHA-256: requests with the same one are taken to be the same.
record Digest(long first, long second, long third, long fourth) {
    /// What has been fed to a hash, which can be used anew.
    static Digest of(MessageDigest hash) {
        var bytes = ByteBuffer.wrap(hash.digest());
        return new Digest(bytes.getLong(), bytes.getLong(), bytes.getLong(), bytes.getLong());
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is missing (expected: every JDK has it)", e);
        }
    }

    /// Feeds a text so that no two lists of texts are fed alike.
    static void feed(MessageDigest hash, String text) {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        hash.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).flip());
        hash.update(bytes);
    }

    /// Feeds what may be missing, which is something else than an empty text.
    static void feedIfAny(MessageDigest hash, @Nullable String text) {
        hash.update((byte) (text == null ? 0 : 1));
        if (text != null) {
            feed(hash, text);
        }
    }
}
