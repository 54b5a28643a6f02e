package io.agw.store.secret;

/// A secret as it lies at rest. Its arrays are treated as immutable.
///
/// @param keyId id of the master key it was sealed under
/// @param nonce 96 random bits, never used twice
/// @param ciphertext with the tag at its end
public record Sealed(String keyId, byte[] nonce, byte[] ciphertext) {
    @Override
    public String toString() {
        return "Sealed[" + keyId + "]";
    }
}
