package io.agw.server.dispatch;

import io.agw.bundle.model.LlmRoute;
import io.agw.bundle.model.SelectorStrategy;
import io.agw.server.dialect.Api;
import io.agw.server.dialect.ScannedRequest;
import io.agw.server.dialect.shape.Dialects;
import io.agw.server.match.Route;
import io.agw.server.provider.ProviderTypes;
import io.agw.server.snapshot.Snapshot;
import io.agw.server.turn.Refusal;
import io.agw.server.turn.TurnRefused;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// The LLM routes of the serving snapshot in a form that can be dispatched. Each is made when it is
/// first used, so that a snapshot of many routes is published at once; retry budgets outlive
/// snapshots. Thread-safe.
public final class Routings {
    private final ProviderTypes types;
    private final Dialects dialects;
    private final Map<String, RetryBudget> budgets = new ConcurrentHashMap<>();
    private volatile @Nullable Compiled serving;

    /// @param dialects by which a vendor can be asked in other words than the client's
    public Routings(ProviderTypes types, Dialects dialects) {
        this.types = types;
        this.dialects = dialects;
    }

    /// Where the requests of a route go.
    ///
    /// @param snapshot the turn's, which holds the route
    public Routing of(Snapshot snapshot, Route route) {
        var compiled = compiled(snapshot);
        return compiled.routings.computeIfAbsent(
                route.id(), _ -> compiled.compiler.compile((LlmRoute) route.object()));
    }

    /// What can serve a request on a route.
    ///
    /// @throws TurnRefused when nothing can, which is the client's doing (a model that it must
    ///   name, or may not) or the configuration's
    public Candidates candidates(Routing routing, ScannedRequest request) {
        return switch (routing) {
            case Routing.Direct(var target, var defaultModel) -> {
                checkServes(target, request.api());
                var model = request.model() == null ? defaultModel : request.model();
                yield new Candidates(List.of(target), SelectorStrategy.PRIORITY, model, 0);
            }
            case Routing.Logical logical -> logical(logical, request);
        };
    }

    /// Whether some target of a request has its operation, or one that it can be translated to. A
    /// request that has no target at all counts as one that can be asked: why it cannot is for
    /// {@link #candidates} to say.
    public boolean canAsk(Routing routing, ScannedRequest request) {
        var targets =
                switch (routing) {
                    case Routing.Direct(var target, _) -> List.of(target);
                    case Routing.Logical logical -> {
                        var named = request.model();
                        var model = named == null ? logical.defaultModel() : named;
                        var choice = model == null ? null : logical.find(model);
                        yield choice == null ? List.<Target>of() : choice.targets();
                    }
                };
        var served =
                targets.stream()
                        .filter(target -> target.excluded() == null)
                        .filter(target -> types.isEnabled(target.providerType()))
                        .toList();
        return served.isEmpty()
                || served.stream().anyMatch(target -> hasWords(target, request.api()));
    }

    /// The one target of a route, to ask for its models.
    ///
    /// @throws TurnRefused when it cannot be asked
    public Candidates candidates(Routing.Direct routing) {
        checkServes(routing.target(), Api.MODELS);
        return new Candidates(
                List.of(routing.target()), SelectorStrategy.PRIORITY, routing.defaultModel(), 0);
    }

    private Candidates logical(Routing.Logical routing, ScannedRequest request) {
        var model = request.model() == null ? routing.defaultModel() : request.model();
        if (model == null || model.isEmpty()) {
            throw new TurnRefused(
                    new Refusal(400, "model_required", "model: is missing (expected: its name)")
                            .about("model"));
        }
        var choice = routing.find(model);
        if (choice == null) {
            throw new TurnRefused(unknownModel(model));
        }
        var targets =
                choice.targets().stream().filter(target -> canServe(target, request)).toList();
        if (targets.isEmpty()) {
            throw new TurnRefused(nobody(model, request.api(), choice.targets()));
        }
        return new Candidates(targets, choice.strategy(), choice.stripped(model), routing.moves());
    }

    /// Why nobody is left for a model: that a type is still to come is said before anything else,
    /// for nothing in the configuration mends it.
    private Refusal nobody(String model, Api api, List<Target> targets) {
        return targets.stream()
                .filter(target -> target.excluded() == Target.Excluded.TYPE_NOT_SERVED)
                .map(Routings::typeNotServed)
                .findFirst()
                .or(() ->
                        targets.stream()
                                .filter(target -> !hasWords(target, api))
                                .map(target -> apiNotServed(target, api))
                                .findFirst())
                .orElseGet(() ->
                        new Refusal(
                                502,
                                "no_candidate",
                                "model \""
                                        + model
                                        + "\" has no candidate that is enabled and capable"));
    }

    private static Refusal typeNotServed(Target target) {
        return new Refusal(
                501,
                "provider_type_not_served",
                "provider type \""
                        + target.providerType()
                        + "\" of provider \""
                        + target.providerId()
                        + "\" is not served yet");
    }

    private static Refusal apiNotServed(Target target, Api api) {
        return new Refusal(
                501,
                "api_not_served",
                "provider \""
                        + target.providerId()
                        + "\" of type \""
                        + target.providerType()
                        + "\" has no "
                        + api.word());
    }

    private static Refusal disabled(Target target) {
        return new Refusal(
                403, "provider_disabled", "provider \"" + target.providerId() + "\" is disabled");
    }

    /// How an unknown model is refused.
    public static Refusal unknownModel(String model) {
        return new Refusal(
                        404,
                        "model_not_found",
                        "model \"" + model + "\" is not served on this route")
                .about("model");
    }

    /// Whether a vendor has an operation, or one that it can be translated to.
    private boolean hasWords(Target target, Api api) {
        return target.accounts().serve(each -> dialects.spoken(api, each::serves) != null);
    }

    private boolean canServe(Target target, ScannedRequest request) {
        return target.excluded() == null
                && types.isEnabled(target.providerType())
                && hasWords(target, request.api())
                && (target.streams() || !request.streams())
                && (target.callsTools() || !request.usesTools());
    }

    private void checkServes(Target target, Api api) {
        switch (target.excluded()) {
            case null -> {
                if (!types.isEnabled(target.providerType())) {
                    throw new TurnRefused(disabled(target));
                }
                if (!hasWords(target, api)) {
                    throw new TurnRefused(apiNotServed(target, api));
                }
            }
            case PROVIDER_MISSING ->
                    throw new TurnRefused(
                            new Refusal(
                                    502,
                                    "provider_not_found",
                                    "provider \"" + target.providerId() + "\" is not configured"));
            case TYPE_NOT_SERVED -> throw new TurnRefused(typeNotServed(target));
            case PROVIDER_DISABLED, MODEL_DISABLED -> throw new TurnRefused(disabled(target));
        }
    }

    private Compiled compiled(Snapshot snapshot) {
        var now = serving;
        if (now != null && now.isOf(snapshot)) {
            return now;
        }
        var fresh = new Compiled(snapshot, new RoutingCompiler(snapshot, types, this::budget));
        if (now == null || snapshot.version() >= now.snapshot.version()) {
            serving = fresh;
        }
        return fresh;
    }

    private RetryBudget budget(String target) {
        return budgets.computeIfAbsent(target, _ -> new RetryBudget());
    }

    /// The routes of one snapshot that have been used.
    private static final class Compiled {
        private final Snapshot snapshot;
        private final RoutingCompiler compiler;
        private final Map<String, Routing> routings = new ConcurrentHashMap<>();

        Compiled(Snapshot snapshot, RoutingCompiler compiler) {
            this.snapshot = snapshot;
            this.compiler = compiler;
        }

        /// Identity, not equality: comparing two snapshots would compare every object in them.
        @SuppressWarnings("ReferenceEquality")
        boolean isOf(Snapshot other) {
            return snapshot == other;
        }
    }
}
