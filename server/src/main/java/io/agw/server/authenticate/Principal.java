package io.agw.server.authenticate;

import io.agw.bundle.model.VirtualKey;
import io.agw.server.turn.CallerKey;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Who a turn is for. Only this package can make one, so what takes a `Principal` cannot be reached
/// without authentication.
public final class Principal {
    static final Principal ANONYMOUS =
            new Principal(Optional.empty(), new AllowedNames(List.of()), null);

    private final Optional<VirtualKey> key;
    private final AllowedNames models;
    private final @Nullable CallerKey callerKey;

    private Principal(
            Optional<VirtualKey> key, AllowedNames models, @Nullable CallerKey callerKey) {
        this.key = key;
        this.models = models;
        this.callerKey = callerKey;
    }

    static Principal of(VirtualKey key) {
        return new Principal(Optional.of(key), new AllowedNames(key.allowedModels()), null);
    }

    /// The same with a key of its own at the provider.
    Principal with(CallerKey own) {
        return new Principal(key, models, own);
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

    /// Whether it may ask for every model, and thus for what names none.
    public boolean mayAskForAll() {
        return models.isEveryName();
    }

    /// Whether it may ask for a model.
    ///
    /// @param name as clients name it
    public boolean mayAskFor(String name) {
        return models.allows(name);
    }

    @Override
    public String toString() {
        return "Principal[" + keyId().orElse("anonymous") + "]";
    }
}
