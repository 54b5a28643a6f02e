package io.agw.store.sqlite;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.jspecify.annotations.Nullable;

/// SHA-256 over values, each with its length, so that no value can take what belongs to another.
/// Not thread-safe.
final class UsageDigest {
    static final int LENGTH = 32;

    /// In place of the length of what is null.
    private static final int NULL = -1;

    private final MessageDigest sha;
    private ByteBuffer buffer = ByteBuffer.allocate(4_096);

    UsageDigest() {
        try {
            sha = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is part of every JDK", e);
        }
    }

    UsageDigest put(long value) {
        room(Long.BYTES).putLong(value);
        return this;
    }

    UsageDigest put(@Nullable Long value) {
        if (value == null) {
            room(1).put((byte) 0);
        } else {
            room(1 + Long.BYTES).put((byte) 1).putLong(value);
        }
        return this;
    }

    UsageDigest put(@Nullable String text) {
        if (text == null) {
            room(Integer.BYTES).putInt(NULL);
            return this;
        }
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        room(Integer.BYTES + bytes.length).putInt(bytes.length).put(bytes);
        return this;
    }

    UsageDigest put(byte[] bytes) {
        room(Integer.BYTES + bytes.length).putInt(bytes.length).put(bytes);
        return this;
    }

    private ByteBuffer room(int bytes) {
        if (buffer.remaining() < bytes) {
            flush();
            if (buffer.capacity() < bytes) {
                buffer = ByteBuffer.allocate(bytes);
            }
        }
        return buffer;
    }

    private void flush() {
        sha.update(buffer.array(), 0, buffer.position());
        buffer.clear();
    }

    /// The digest of what was put since the last one.
    byte[] finish() {
        flush();
        return sha.digest();
    }
}
