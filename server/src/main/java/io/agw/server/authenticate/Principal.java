package io.agw.server.authenticate;

import io.agw.bundle.model.VirtualKey;
import java.util.Optional;

/// Who a turn is for. Only this package can make one, so what takes a `Principal` cannot be reached
/// without authentication.
public final class Principal {
    static final Principal ANONYMOUS = new Principal(Optional.empty());

    private final Optional<VirtualKey> key;

    private Principal(Optional<VirtualKey> key) {
        this.key = key;
    }

    static Principal of(VirtualKey key) {
        return new Principal(Optional.of(key));
    }

    /// The virtual key that was shown; empty on a route that asks for none.
    public Optional<VirtualKey> key() {
        return key;
    }

    /// Id of the virtual key; empty when anonymous.
    public Optional<String> keyId() {
        return key.map(VirtualKey::id);
    }

    @Override
    public String toString() {
        return "Principal[" + keyId().orElse("anonymous") + "]";
    }
}
