package io.agw.server.authenticate;

import io.agw.bundle.model.Team;
import io.agw.bundle.model.VirtualKey;
import io.agw.server.turn.CallerKey;
import io.agw.store.Payer;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Who a turn is for. Only this package can make one, so what takes a `Principal` cannot be reached
/// without authentication.
public final class Principal {
    static final Principal ANONYMOUS =
            new Principal(Payer.NOBODY, new AllowedNames(List.of()), null);

    private final Payer payer;
    private final AllowedNames models;
    private final @Nullable CallerKey callerKey;

    private Principal(Payer payer, AllowedNames models, @Nullable CallerKey callerKey) {
        this.payer = payer;
        this.models = models;
        this.callerKey = callerKey;
    }

    /// @param team the key's; null when it has none, or one that is not known here
    static Principal of(VirtualKey key, @Nullable Team team) {
        var payer = new Payer(key.id(), key.team(), team == null ? null : team.org(), key.user());
        return new Principal(payer, new AllowedNames(key.allowedModels()), null);
    }

    /// The same with a key of its own at the provider.
    Principal with(CallerKey own) {
        return new Principal(payer, models, own);
    }

    /// The client's own key at the provider; null on routes where the gateway's is used.
    public @Nullable CallerKey callerKey() {
        return callerKey;
    }

    /// Whom what it asks for is counted for.
    public Payer payer() {
        return payer;
    }

    /// Id of the virtual key; empty when anonymous.
    public Optional<String> keyId() {
        return Optional.ofNullable(payer.keyId());
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
