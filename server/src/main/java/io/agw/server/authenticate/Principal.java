package io.agw.server.authenticate;

import io.agw.bundle.model.Agent;
import io.agw.bundle.model.VirtualKey;
import io.agw.server.access.Access;
import io.agw.server.access.AccessRules;
import io.agw.server.access.Caller;
import io.agw.server.access.Sort;
import io.agw.server.dialect.ScannedRequest;
import io.agw.server.turn.CallerKey;
import io.agw.server.turn.Refusal;
import io.agw.server.turn.TurnRefused;
import io.agw.store.Payer;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Who a turn is for. Only this package can make one, so what takes a `Principal` cannot be reached
/// without authentication.
public final class Principal {
    private final Identity identity;
    private final AccessRules rules;
    private final Access access;
    private final @Nullable CallerKey callerKey;

    /// Whom a turn is counted for, what its key lets it do, and the agent that asks.
    private record Identity(Payer payer, KeyRights rights, @Nullable Agent agent) {
        Caller caller() {
            if (agent == null || agent.tags().isEmpty()) {
                return new Caller(payer, rights.tags());
            }
            var tags = new HashSet<>(rights.tags());
            tags.addAll(agent.tags());
            return new Caller(payer, tags);
        }
    }

    /// @param rules of which those that are for it hold
    private Principal(Identity identity, AccessRules rules, @Nullable CallerKey callerKey) {
        this(identity, rules, rules.of(identity.caller()), callerKey);
    }

    private Principal(
            Identity identity, AccessRules rules, Access access, @Nullable CallerKey callerKey) {
        this.identity = identity;
        this.rules = rules;
        this.access = access;
        this.callerKey = callerKey;
    }

    /// Somebody who shows no key.
    static Principal anonymous(AccessRules rules) {
        var payer = Payer.NOBODY.by(Agent.UNATTRIBUTED);
        return new Principal(new Identity(payer, KeyRights.NO_KEY, null), rules, null);
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
        return new Principal(new Identity(payer, KeyRights.of(key), agent), owners.access(), null);
    }

    /// The same with a key of its own at the provider.
    Principal with(CallerKey own) {
        return new Principal(identity, rules, access, own);
    }

    /// The same as an agent.
    Principal as(Agent acting) {
        return new Principal(
                new Identity(payer().by(acting.id()), rights(), acting), rules, callerKey);
    }

    /// The same for a user that the request names.
    Principal of(String user) {
        return new Principal(
                new Identity(payer().of(user), rights().withUserSaid(), agent()), rules, callerKey);
    }

    /// The same for the user that the request's body names, where the key lets it and no header has
    /// named one.
    ///
    /// @param body looked through only where it matters
    /// @throws TurnRefused with 400 when that can be no user, with 403 when the user may not use
    ///   the route
    public Principal withUserOf(ScannedRequest body, String routeId) {
        if (!rights().assertsUser()) {
            return this;
        }
        var named = body.user();
        if (named == null) {
            return this;
        }
        var other = of(UserNames.checked(named.id(), named.member()));
        other.check(routeId);
        return other;
    }

    /// @throws TurnRefused with 403 when policies keep it from the route, or the agent from it
    void check(String routeId) {
        var agent = payer().agent();
        var reason = agent == null ? null : access.denial(Sort.AGENT, agent);
        if (reason != null) {
            throw new TurnRefused(new Refusal(403, "agent_not_allowed", reason));
        }
        reason = access.denial(Sort.ROUTE, routeId);
        if (reason != null) {
            throw new TurnRefused(new Refusal(403, "route_not_allowed", reason));
        }
    }

    /// Whether it has leave to use what its key or its agent may not.
    boolean isPermitted(Sort sort, String name) {
        return access.isPermitted(sort, name);
    }

    KeyRights rights() {
        return identity.rights;
    }

    /// The agent that asks; null when none is known.
    public @Nullable Agent agent() {
        return identity.agent;
    }

    /// Labels of its key and its agent.
    public Set<String> tags() {
        return identity.caller().tags();
    }

    /// The client's own key at the provider; null on routes where the gateway's is used.
    public @Nullable CallerKey callerKey() {
        return callerKey;
    }

    /// Whom what it asks for is counted for.
    public Payer payer() {
        return identity.payer;
    }

    /// Id of the virtual key; empty when anonymous.
    public Optional<String> keyId() {
        return Optional.ofNullable(payer().keyId());
    }

    /// Whether it may ask for a model, and so see it in lists.
    ///
    /// @param name as clients name it
    public boolean mayAskFor(String name) {
        return whyNot(name) == null;
    }

    /// Why it may not ask for a model; null when it may.
    ///
    /// @param name as clients name it; null when none is named, which only those may who may ask
    ///   for every model
    public @Nullable String whyNot(@Nullable String name) {
        var models = rights().models();
        if (name == null) {
            boolean isEvery = models.isEmpty() || access.isPermitted(Sort.MODEL, "*");
            return isEvery && access.isOpen(Sort.MODEL)
                    ? null
                    : "virtual key may not ask for what names no model";
        }
        return models.isEmpty() || models.contains(name) || access.isPermitted(Sort.MODEL, name)
                ? access.denial(Sort.MODEL, name)
                : "virtual key may not ask for model \"" + name + "\"";
    }

    @Override
    public String toString() {
        return "Principal[" + keyId().orElse("anonymous") + "]";
    }
}
