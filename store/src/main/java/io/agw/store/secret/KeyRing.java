package io.agw.store.secret;

import java.util.List;
import java.util.Optional;

/// Master keys of one key file: the first is the one to seal under; the others may still be needed
/// to open what has not been sealed anew since the first was added.
///
/// @param keys at least one
public record KeyRing(List<MasterKey> keys) {
    public KeyRing {
        keys = List.copyOf(keys);
        if (keys.isEmpty()) {
            throw new IllegalArgumentException("key ring: no key (expected: at least one)");
        }
    }

    public MasterKey first() {
        return keys.getFirst();
    }

    /// The key that made the check value.
    public Optional<MasterKey> matching(byte[] check) {
        return keys.stream().filter(key -> key.matches(check)).findFirst();
    }
}
