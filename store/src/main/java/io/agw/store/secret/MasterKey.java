package io.agw.store.secret;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import javax.crypto.KDF;
import javax.crypto.SecretKey;
import javax.crypto.spec.HKDFParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// The 32 random bytes that every other key of a gateway is derived from (HKDF-SHA-256). It never
/// encrypts anything itself and is never stored beside what it protects.
public final class MasterKey {
    private static final int LENGTH = 32;
    private static final int ID_LENGTH = 8;

    private final byte[] bytes;

    private MasterKey(byte[] bytes) {
        this.bytes = bytes;
    }

    public static MasterKey generate(SecureRandom random) {
        var bytes = new byte[LENGTH];
        random.nextBytes(bytes);
        return new MasterKey(bytes);
    }

    /// Reads base64 or hexadecimal text; empty when it is neither of exactly 32 bytes.
    public static Optional<MasterKey> parse(String text) {
        try {
            var bytes =
                    text.length() == 2 * LENGTH
                            ? HexFormat.of().parseHex(text)
                            : Base64.getDecoder().decode(text);
            return bytes.length == LENGTH ? Optional.of(new MasterKey(bytes)) : Optional.empty();
        } catch (IllegalArgumentException _) {
            // the text is a secret, perhaps a mistyped one: nothing of it may reach a message
            return Optional.empty();
        }
    }

    /// The key as it stands in a key file.
    String text() {
        return Base64.getEncoder().encodeToString(bytes);
    }

    /// 16 hex digits that tell keys apart and tell nothing about them.
    public String id() {
        return HexFormat.of().formatHex(derive(Purpose.KEY_ID, ID_LENGTH));
    }

    /// What a store keeps to recognise its key again.
    public byte[] check() {
        return derive(Purpose.KEY_CHECK, LENGTH);
    }

    /// Whether the store that keeps `check` was written with this key.
    public boolean matches(byte[] check) {
        return MessageDigest.isEqual(check(), check);
    }

    /// Keyed hash for session tokens.
    public KeyedHash sessions() {
        return new KeyedHash(this, Purpose.SESSION);
    }

    /// Keyed hash by which audit entries vouch for each other.
    public KeyedHash auditChain() {
        return new KeyedHash(this, Purpose.AUDIT_CHAIN);
    }

    public VirtualKeyIndex virtualKeys() {
        return new VirtualKeyIndex(new KeyedHash(this, Purpose.VIRTUAL_KEY_INDEX));
    }

    SecretKey subKey(Purpose purpose, String algorithm) {
        return new SecretKeySpec(derive(purpose, LENGTH), algorithm);
    }

    private byte[] derive(Purpose purpose, int length) {
        try {
            var parameters =
                    HKDFParameterSpec.ofExtract().addIKM(bytes).thenExpand(purpose.info(), length);
            return KDF.getInstance("HKDF-SHA256").deriveData(parameters);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("HKDF-SHA256 is missing from this JDK", e);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof MasterKey that && MessageDigest.isEqual(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(check());
    }

    /// The id; never the key.
    @Override
    public String toString() {
        return "MasterKey[" + id() + "]";
    }
}
