package io.agw.store.secret;

import io.agw.bundle.model.Secret;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/// Under which entry a virtual key is found. A key given by its text and one given by the SHA-256
/// of its text lead to the same entry, and an entry says nothing about the key. Thread-safe.
///
/// Entries are keyed hashes: an attacker cannot aim at one, so that looking one up in a map tells
/// nothing by its timing.
public final class VirtualKeyIndex {
    private static final String PREFIX = "sha256:";
    private static final int HEX_DIGITS = 64;

    private final KeyedHash hash;
    private final MessageDigest digest = sha256();

    VirtualKeyIndex(KeyedHash hash) {
        this.hash = hash;
    }

    /// The entry of a key's text, as a client shows it.
    public Entry ofText(Secret text) {
        return ofSha256(copy().digest(text.reveal().getBytes(StandardCharsets.UTF_8)));
    }

    /// The entry of a bundle's `key_hash`; empty when it is not `sha256:` and 64 hex digits.
    public Optional<Entry> ofHash(String keyHash) {
        if (!keyHash.startsWith(PREFIX) || keyHash.length() != PREFIX.length() + HEX_DIGITS) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    ofSha256(HexFormat.of().parseHex(keyHash.substring(PREFIX.length()))));
        } catch (IllegalArgumentException _) {
            // not hexadecimal; the hash itself is nobody's business
            return Optional.empty();
        }
    }

    private Entry ofSha256(byte[] digest) {
        var bytes = ByteBuffer.wrap(hash.of(digest));
        return new Entry(bytes.getLong(), bytes.getLong(), bytes.getLong(), bytes.getLong());
    }

    /// Looking the algorithm up costs more than a key's hash does. The original is never updated.
    private MessageDigest copy() {
        try {
            return (MessageDigest) digest.clone();
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("SHA-256 of this JDK cannot be copied", e);
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is missing from this JDK", e);
        }
    }

    /// The 256 bits of a look-up hash, to be the key of a map.
    public record Entry(long first, long second, long third, long fourth) {
        /// Any word of a hash is as good as a hash of its words.
        @Override
        public int hashCode() {
            return Long.hashCode(first);
        }
    }
}
