package io.agw.store.sqlite;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.jspecify.annotations.Nullable;

/// Checksum of a row: SHA-256 over its values, each with its length. It finds what the disk did to
/// a row, not what an intruder did.
final class Fingerprint {
    private static final int ABSENT = -1;

    private final MessageDigest digest;

    Fingerprint() {
        try {
            this.digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is missing from this JDK", e);
        }
    }

    Fingerprint add(@Nullable String value) {
        var bytes = value == null ? new byte[0] : value.getBytes(StandardCharsets.UTF_8);
        digest.update(
                ByteBuffer.allocate(Integer.BYTES)
                        .putInt(value == null ? ABSENT : bytes.length)
                        .array());
        digest.update(bytes);
        return this;
    }

    Fingerprint add(long value) {
        digest.update(ByteBuffer.allocate(Long.BYTES).putLong(value).array());
        return this;
    }

    byte[] value() {
        return digest.digest();
    }
}
