package io.agw.store.secret;

import io.agw.bundle.model.Secret;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.HexFormat;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;

/// Seals secrets for the disk and opens them again, under one master key. Thread-safe.
///
/// Nonces are random, which is safe for 2^32 seals under one key; a gateway that writes a secret
/// every second reaches that in 136 years.
public final class Vault {
    private static final String ALGORITHM = "AES/GCM/NoPadding";
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    private final String keyId;
    private final SecretKey key;
    private final KeyedHash digests;
    private final SecureRandom random;

    public Vault(MasterKey master, SecureRandom random) {
        this.keyId = master.id();
        this.key = master.subKey(Purpose.SECRET_ENCRYPTION, "AES");
        this.digests = new KeyedHash(master, Purpose.SECRET_DIGEST);
        this.random = random;
    }

    public String keyId() {
        return keyId;
    }

    public Sealed seal(Secret secret, Place place) {
        var nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        try {
            var cipher = cipher(Cipher.ENCRYPT_MODE, nonce, place);
            var plain = secret.reveal().getBytes(StandardCharsets.UTF_8);
            return new Sealed(keyId, nonce, cipher.doFinal(plain));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(ALGORITHM + " does not work on this JDK", e);
        }
    }

    /// @throws UnreadableSecretException when it was not sealed with this key for this place
    public Secret open(Sealed sealed, Place place) {
        if (!sealed.keyId().equals(keyId)) {
            throw new UnreadableSecretException(
                    place.parts() + ": sealed under key " + sealed.keyId() + ", not " + keyId);
        }
        try {
            var cipher = cipher(Cipher.DECRYPT_MODE, sealed.nonce(), place);
            return new Secret(
                    new String(cipher.doFinal(sealed.ciphertext()), StandardCharsets.UTF_8));
        } catch (AEADBadTagException _) {
            throw new UnreadableSecretException(
                    place.parts() + ": the sealed secret was altered or moved");
        } catch (GeneralSecurityException _) {
            throw new UnreadableSecretException(place.parts() + ": not a sealed secret");
        }
    }

    /// Equal for equal secrets; lower-case hex. Worthless without the key, also for a short secret.
    public String digest(Secret secret) {
        return HexFormat.of()
                .formatHex(digests.of(secret.reveal().getBytes(StandardCharsets.UTF_8)));
    }

    private Cipher cipher(int mode, byte[] nonce, Place place) throws GeneralSecurityException {
        var cipher = Cipher.getInstance(ALGORITHM);
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(place.bytes(keyId));
        return cipher;
    }
}
