package io.agw.server.authenticate;

import io.agw.bundle.model.VirtualKey;
import io.agw.server.turn.CallerKey;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Who a turn is for. Only this package can make one, so what takes a `Principal` cannot be reached
/// without authentication.
public final class Principal {
    static final Principal ANONYMOUS = new Principal(Optional.empty(), null);

    private final Optional<VirtualKey> key;
    private final @Nullable CallerKey callerKey;

    private Principal(Optional<VirtualKey> key, @Nullable CallerKey callerKey) {
        this.key = key;
        this.callerKey = callerKey;
    }

    static Principal of(VirtualKey key) {
        return new Principal(Optional.of(key), null);
    }

    /// The same with a key of its own at the provider.
    Principal with(CallerKey own) {
        return new Principal(key, own);
    }

    /// The client's own key at the provider; null on routes where the gateway's is used.
    public @Nullable CallerKey callerKey() {
        return callerKey;
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
