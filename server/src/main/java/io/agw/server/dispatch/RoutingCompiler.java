package io.agw.server.dispatch;

import io.agw.bundle.model.Agent;
import io.agw.bundle.model.Candidate;
import io.agw.bundle.model.Fallback;
import io.agw.bundle.model.FallbackStep;
import io.agw.bundle.model.LlmRoute;
import io.agw.bundle.model.ManagedModel;
import io.agw.bundle.model.ModelTarget;
import io.agw.bundle.model.Provider;
import io.agw.bundle.model.TargetPolicy;
import io.agw.server.dispatch.traits.RuleBook;
import io.agw.server.provider.ProviderTypes;
import io.agw.server.snapshot.Snapshot;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Makes routings from a snapshot's objects. Thread-safe.
final class RoutingCompiler {
    private final Snapshot snapshot;
    private final ProviderTypes types;
    private final ProviderAccounts accounts;
    private final Function<String, Standing> standings;
    private final Map<String, List<ManagedModel>> managed;

    RoutingCompiler(
            Snapshot snapshot,
            ProviderTypes types,
            ProviderAccounts accounts,
            Function<String, Standing> standings) {
        this.snapshot = snapshot;
        this.types = types;
        this.accounts = accounts;
        this.standings = standings;
        this.managed =
                snapshot.managedModels().values().stream()
                        .collect(Collectors.groupingBy(ManagedModel::providerId));
    }

    /// Whether a route is another for an agent than for everybody else.
    static boolean isSpecial(@Nullable Agent agent) {
        return agent != null
                && (agent.defaultModel() != null
                        || agent.credentialScope() != null
                        || !agent.allowedProviderIds().isEmpty());
    }

    /// @param agent for whom; null for those who have nothing of their own
    Routing compile(LlmRoute route, @Nullable Agent agent) {
        var use = new Use(route, agent);
        return switch (route.targetPolicy()) {
            case TargetPolicy.Direct direct -> {
                var provider = snapshot.provider(direct.providerId());
                yield new Routing.Direct(
                        target(direct.providerId(), null, use),
                        use.defaultModel(provider == null ? null : provider.defaultModel()));
            }
            case TargetPolicy.Logical logical ->
                    new Routing.Logical(
                            logical.modelTargets().stream()
                                    .map(target -> choice(target, logical, use))
                                    .toList(),
                            use.defaultModel(logical.defaultModel()),
                            RuleBook.of(logical),
                            reach(logical.fallback(), use));
        };
    }

    private Reach reach(Fallback fallback, Use use) {
        return fallback.enabled()
                ? new Reach(
                        fallback.maxNum(),
                        fallback.chain().stream().map(each -> step(each, use)).toList())
                : Reach.NONE;
    }

    private FallbackChain.Step step(FallbackStep step, Use use) {
        var candidate = new Candidate(step.providerId(), step.upstreamModel(), 0, 0, false);
        return new FallbackChain.Step(target(step.providerId(), candidate, use), step.on());
    }

    private Choice choice(ModelTarget target, TargetPolicy.Logical policy, Use use) {
        var own = target.strategy();
        var targets =
                target.candidates().stream()
                        .map(each -> target(each.providerId(), each, use))
                        .toList();
        return new Choice(
                target.name(),
                own == null ? policy.modelSelectorStrategy() : own,
                targets,
                target.abTest() == null ? null : new Split(target.abTest()));
    }

    private Target target(String providerId, @Nullable Candidate candidate, Use use) {
        var model = candidate == null ? null : candidate.upstreamModel();
        var provider = snapshot.provider(providerId);
        if (provider == null) {
            return Target.excluded(providerId, model, Target.Excluded.PROVIDER_MISSING);
        }
        var own = model == null ? null : snapshot.managedModel(providerId, model);
        var keys = accounts.of(snapshot, provider, use.scopes(own), use.policy());
        var target =
                new Target(
                        providerId,
                        provider.providerType(),
                        model,
                        candidate == null ? 0 : candidate.weight(),
                        candidate == null ? 0 : candidate.priority(),
                        candidate != null && candidate.isDefault(),
                        abilities(own),
                        use.allows(providerId, keys)
                                ? excluded(provider, own)
                                : Target.Excluded.PROVIDER_NOT_ALLOWED,
                        Handling.of(
                                provider,
                                vendor(provider),
                                snapshot.breakers().of(providerId),
                                use.route().timeouts()),
                        standings.apply(providerId + "/" + (model == null ? "" : model)),
                        keys);
        return target.takesNames() ? target.with(byModel(target, provider, use)) : target;
    }

    /// What a target that is asked for any model is for the managed ones. A direct route leaves the
    /// model to the client: there they only say what the model can do.
    private SortedMap<String, Target> byModel(Target target, Provider provider, Use use) {
        boolean chooses =
                use.policy() instanceof TargetPolicy.Logical
                        && target.excluded() != Target.Excluded.PROVIDER_NOT_ALLOWED;
        var all = new TreeMap<String, Target>();
        for (var model : managed.getOrDefault(provider.id(), List.of())) {
            boolean ownKeys = chooses && model.credentialScope() != null;
            all.put(
                    model.upstreamModel(),
                    target.as(
                            abilities(model),
                            chooses ? excluded(provider, model) : target.excluded(),
                            ownKeys
                                    ? accounts.of(
                                            snapshot, provider, use.scopes(model), use.policy())
                                    : target.accounts()));
        }
        return all;
    }

    private static Abilities abilities(@Nullable ManagedModel model) {
        return Abilities.of(model == null ? null : model.capabilityOverrides());
    }

    private String vendor(Provider provider) {
        var type = types.find(provider.providerType());
        return type == null ? provider.providerType() : type.vendor();
    }

    private Target.@Nullable Excluded excluded(Provider provider, @Nullable ManagedModel managed) {
        if (provider.disabled()) {
            return Target.Excluded.PROVIDER_DISABLED;
        }
        if (types.find(provider.providerType()) == null) {
            return Target.Excluded.TYPE_NOT_SERVED;
        }
        return managed != null && !managed.enabled() ? Target.Excluded.MODEL_DISABLED : null;
    }

    /// A route, and the agent for whom it is compiled.
    private record Use(LlmRoute route, @Nullable Agent agent) {
        TargetPolicy policy() {
            return route.targetPolicy();
        }

        /// The model that is asked for where a request names none.
        @Nullable String defaultModel(@Nullable String ofRoute) {
            return agent == null || agent.defaultModel() == null ? ofRoute : agent.defaultModel();
        }

        ProviderAccounts.Scopes scopes(@Nullable ManagedModel model) {
            return new ProviderAccounts.Scopes(
                    model == null ? null : model.credentialScope(),
                    agent == null ? null : agent.credentialScope());
        }

        /// Whether requests may go to a provider.
        ///
        /// @param keys with which it is called: of the agent's own there may be none
        boolean allows(String providerId, Accounts keys) {
            if (agent == null) {
                return true;
            }
            var allowed = agent.allowedProviderIds();
            return (allowed.isEmpty() || allowed.contains(providerId))
                    && (agent.credentialScope() == null || !keys.isEmpty());
        }
    }
}
