package io.agw.store.secret;

import java.security.GeneralSecurityException;
import javax.crypto.Mac;

/// HMAC-SHA-256 under one sub-key. Thread-safe.
public final class KeyedHash {
    private static final String ALGORITHM = "HmacSHA256";

    private final Mac keyed;

    KeyedHash(MasterKey master, Purpose purpose) {
        try {
            this.keyed = Mac.getInstance(ALGORITHM);
            keyed.init(master.subKey(purpose, ALGORITHM));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(ALGORITHM + " is missing from this JDK", e);
        }
    }

    /// The 32 bytes of the hash over the parts one after the other. Parts of varying length must
    /// carry their length themselves.
    public byte[] of(byte[]... parts) {
        var mac = copy();
        for (var part : parts) {
            mac.update(part);
        }
        return mac.doFinal();
    }

    /// A keyed copy costs a tenth of a new one, and the original is never updated.
    private Mac copy() {
        try {
            return (Mac) keyed.clone();
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException(ALGORITHM + " of this JDK cannot be copied", e);
        }
    }
}
