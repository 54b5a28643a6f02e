package io.agw.server.authenticate;

import io.agw.bundle.model.Agent;
import io.agw.bundle.model.VirtualKey;
import io.agw.server.dialect.ScannedRequest;
import io.agw.server.turn.CallerKey;
import io.agw.server.turn.TurnRefused;
import io.agw.store.Payer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Who a turn is for. Only this package can make one, so what takes a `Principal` cannot be reached
/// without authentication.
public final class Principal {
    static final Principal ANONYMOUS =
            new Principal(Payer.NOBODY.by(Agent.UNATTRIBUTED), KeyRights.NO_KEY, null, null);

    private final Payer payer;
    private final KeyRights rights;
    private final @Nullable Agent agent;
    private final @Nullable CallerKey callerKey;

    private Principal(
            Payer payer, KeyRights rights, @Nullable Agent agent, @Nullable CallerKey callerKey) {
        this.payer = payer;
        this.rights = rights;
        this.agent = agent;
        this.callerKey = callerKey;
    }

    /// @param owners among whom those that are not known are none
    static Principal of(VirtualKey key, KeyOwners owners) {
        var team = key.team() == null ? null : owners.teams().get(key.team());
        var agent = owners.agents().find(key.agentId());
        var payer =
                new Payer(
                        key.id(),
                        key.team(),
                        team == null ? null : team.org(),
                        key.user(),
                        agent == null ? Agent.UNATTRIBUTED : agent.id());
        return new Principal(payer, KeyRights.of(key), agent, null);
    }

    /// The same with a key of its own at the provider.
    Principal with(CallerKey own) {
        return new Principal(payer, rights, agent, own);
    }

    /// The same as an agent.
    Principal as(Agent acting) {
        return new Principal(payer.by(acting.id()), rights, acting, callerKey);
    }

    /// The same for a user that the request names.
    Principal of(String user) {
        return new Principal(payer.of(user), rights.withUserSaid(), agent, callerKey);
    }

    /// The same for the user that the request's body names, where the key lets it and no header has
    /// named one.
    ///
    /// @param body looked through only where it matters
    /// @throws TurnRefused with 400 when that can be no user
    public Principal withUserOf(ScannedRequest body) {
        if (!rights.assertsUser()) {
            return this;
        }
        var named = body.user();
        return named == null ? this : of(UserNames.checked(named.id(), named.member()));
    }

    KeyRights rights() {
        return rights;
    }

    /// The agent that asks; null when none is known.
    public @Nullable Agent agent() {
        return agent;
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
        return rights.models().isEveryName();
    }

    /// Whether it may ask for a model.
    ///
    /// @param name as clients name it
    public boolean mayAskFor(String name) {
        return rights.models().allows(name);
    }

    @Override
    public String toString() {
        return "Principal[" + keyId().orElse("anonymous") + "]";
    }
}
