package io.agw.server.authenticate;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/// A keyed hash as a map key. Equality takes the same time wherever two hashes differ.
final class LookupHash {
    private final byte[] bytes;

    LookupHash(byte[] bytes) {
        this.bytes = bytes;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof LookupHash that && MessageDigest.isEqual(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return ByteBuffer.wrap(bytes).getInt();
    }
}
