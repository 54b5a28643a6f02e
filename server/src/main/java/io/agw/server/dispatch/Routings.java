package io.agw.server.dispatch;

import io.agw.bundle.model.Agent;
import io.agw.bundle.model.LlmRoute;
import io.agw.server.admission.policy.Detour;
import io.agw.server.dialect.Api;
import io.agw.server.dialect.shape.Dialects;
import io.agw.server.match.Route;
import io.agw.server.provider.ProviderTypes;
import io.agw.server.snapshot.Snapshot;
import io.agw.server.turn.Refusal;
import io.agw.server.turn.TurnRefused;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The LLM routes of the serving snapshot in a form that can be dispatched. Each is made when it is
/// first used, so that a snapshot of many routes is published at once; standings outlive snapshots.
/// Thread-safe.
public final class Routings {
    private final ProviderTypes types;
    private final ProviderAccounts accounts;
    private final Serving serving;
    private final Fit fit;
    private final Findings findings;
    private final Map<String, Standing> standings = new ConcurrentHashMap<>();
    private volatile @Nullable Compiled latest;

    /// @param accounts the keys that providers are called with
    /// @param dialects by which a vendor can be asked in other words than the client's
    public Routings(
            ProviderTypes types, ProviderAccounts accounts, Dialects dialects, Findings findings) {
        this.types = types;
        this.accounts = accounts;
        this.findings = findings;
        this.serving = new Serving(types, dialects);
        this.fit = new Fit(findings);
    }

    /// Where the requests of a route go.
    ///
    /// @param snapshot the turn's, which holds the route
    /// @param agent that asks; null when none is known
    public Routing of(Snapshot snapshot, Route route, @Nullable Agent agent) {
        var compiled = compiled(snapshot);
        var special = RoutingCompiler.isSpecial(agent) ? agent : null;
        return compiled.routings(special)
                .computeIfAbsent(
                        route.id(),
                        _ -> compiled.compiler.compile((LlmRoute) route.object(), special));
    }

    /// What can serve a request on a route.
    ///
    /// @throws TurnRefused when nothing can, which is the client's doing (a model that it must
    ///   name, or may not) or the configuration's
    public Candidates candidates(Routing routing, Wording wording, Requester requester) {
        return switch (routing) {
            case Routing.Direct direct -> direct(direct, wording, requester.detour());
            case Routing.Logical logical ->
                    isAboutNoModel(wording)
                            ? unnamed(logical, wording)
                            : logical(logical, wording, requester);
        };
    }

    private Candidates direct(Routing.Direct routing, Wording wording, @Nullable Detour detour) {
        var target = routing.target();
        serving.check(target, wording.api());
        if (detour == null) {
            var model = asked(routing, wording);
            return Candidates.only(fit.known(target.forModel(model), model), model);
        }
        var model = detour.model() == null ? asked(routing, wording) : detour.model();
        var known = fit.known(target.forModel(model), model);
        var way = new Candidates.Way(Selector.priority(), Detours.REASON);
        return new Candidates(Detours.only(detour, List.of(known)), way, model, 0);
    }

    /// Whom a request is meant for before anything has been tried: of all candidates that are
    /// enabled the first by priority; null when there is none.
    @Nullable Lead lead(Routing routing, Wording wording) {
        return switch (routing) {
            case Routing.Direct(var target, _) -> new Lead(target, asked(routing, wording));
            case Routing.Logical logical -> {
                var model = Wish.of(logical, wording).model();
                var choice = model == null ? null : logical.find(model);
                if (model == null || choice == null) {
                    yield null;
                }
                var asked = choice.stripped(model);
                yield forModel(choice.targets(), asked).stream()
                        .filter(serving::isEnabled)
                        .min(Selector.BY_PRIORITY)
                        .map(target -> new Lead(target, asked))
                        .orElse(null);
            }
        };
    }

    /// A target, and the client's name without the route's own prefix.
    record Lead(Target target, @Nullable String asked) {}

    /// The model that a request asks for: the client's, else the route's; null when it is about
    /// none, or neither names one.
    public static @Nullable String asked(Routing routing, Wording wording) {
        if (wording.model() != null || isAboutNoModel(wording)) {
            return wording.model();
        }
        return switch (routing) {
            case Routing.Direct(_, var defaultModel) -> defaultModel;
            case Routing.Logical logical -> logical.defaultModel();
        };
    }

    /// The one upstream that keeps a response, asked with the credential that made it.
    ///
    /// @throws TurnRefused when the route does not lead there, or not for the model that is named
    public Candidates keeper(Routing routing, Wording wording, KeptAt kept) {
        return switch (routing) {
            case Routing.Direct(var target, var defaultModel) -> {
                boolean isUnnamed = wording.model() == null && !isAboutNoModel(wording);
                yield keeper(List.of(target), kept, isUnnamed ? defaultModel : wording.model());
            }
            case Routing.Logical logical when isAboutNoModel(wording) -> {
                var all = logical.choices().stream().flatMap(each -> each.targets().stream());
                yield keeper(all.flatMap(Routings::withManaged).toList(), kept, null);
            }
            case Routing.Logical logical -> {
                var named = Wish.of(logical, wording).model();
                var choice = named == null ? null : logical.find(named);
                if (named == null || choice == null) {
                    throw new TurnRefused(unknownModel(named == null ? "" : named));
                }
                var asked = choice.stripped(named);
                yield keeper(forModel(choice.targets(), asked), kept, asked);
            }
        };
    }

    /// A target, and what else it is for some models.
    private static Stream<Target> withManaged(Target target) {
        return Stream.concat(Stream.of(target), target.managed().values().stream());
    }

    private static List<Target> forModel(List<Target> targets, String asked) {
        return targets.stream().map(target -> target.forModel(asked)).toList();
    }

    private Candidates keeper(List<Target> targets, KeptAt kept, @Nullable String model) {
        var origin = kept.origin();
        for (var target : targets) {
            var accounts = target.accounts().only(origin.credentialId());
            if (accounts != null
                    && target.providerId().equals(origin.providerId())
                    && serving.isEnabled(target)) {
                var way = new Candidates.Way(Selector.priority(), "response");
                return new Candidates(List.of(target.with(accounts)), way, model, 0);
            }
        }
        throw new TurnRefused(
                new Refusal(
                                404,
                                "response_not_found",
                                "response \""
                                        + origin.responseId()
                                        + "\" is kept by an upstream that this request does not"
                                        + " lead to")
                        .about(kept.field()));
    }

    /// Whether some target of a request has its operation, or one that it can be translated to. A
    /// request that has no target at all counts as one that can be asked: why it cannot is for
    /// {@link #candidates} to say.
    public boolean canAsk(Routing routing, Wording wording) {
        var targets =
                switch (routing) {
                    case Routing.Direct(var target, _) -> List.of(target);
                    case Routing.Logical logical -> {
                        var model = Wish.of(logical, wording).model();
                        var choice = model == null ? null : logical.find(model);
                        yield model == null || choice == null
                                ? List.<Target>of()
                                : forModel(choice.targets(), choice.stripped(model));
                    }
                };
        var served = targets.stream().filter(serving::isEnabled).toList();
        return served.isEmpty()
                || served.stream().anyMatch(target -> serving.hasWords(target, wording.api()));
    }

    /// The one target of a route, to ask for its models; null when it is one that has no list.
    ///
    /// @throws TurnRefused when it cannot be asked for anything
    public @Nullable Candidates lister(Routing.Direct routing) {
        serving.checkEnabled(routing.target());
        if (!serving.hasWords(routing.target(), Api.MODELS)) {
            return null;
        }
        return Candidates.only(routing.target(), routing.defaultModel());
    }

    private Candidates logical(Routing.Logical routing, Wording wording, Requester requester) {
        var detour = requester.detour();
        var wish = Wish.of(routing, wording).by(detour);
        var named = named(wish);
        var choice = routing.find(named);
        if (choice == null) {
            throw new TurnRefused(unknownModel(named));
        }
        var asked = choice.stripped(named);
        var all = Detours.only(detour, forModel(choice.targets(), asked));
        var targets = served(all, asked, wording.api());
        if (targets.isEmpty()) {
            throw new TurnRefused(serving.nobody(named, wording.api(), all));
        }
        if (wording.hasConversation()) {
            return goingOn(targets, keeping(routing, Api.PASSTHROUGH), asked);
        }
        var reach = routing.reach();
        var chain =
                reach.chain().stream()
                        .map(step -> step.to(step.target().forModel(asked)))
                        .filter(step -> Detours.leave(detour, step.target()))
                        .filter(step -> serving.serves(step.target(), wording.api()))
                        .map(step -> step.to(fit.known(step.target(), asked)))
                        .toList();
        var everyone =
                Stream.concat(targets.stream(), chain.stream().map(FallbackChain.Step::target));
        boolean reads = choice.readsRequests() || everyone.anyMatch(Routings::dependsOnContent);
        var traits = reads ? wording.traits() : wording.plainTraits();
        var way = choice.way(traits, asked, requester);
        if (wish.because() != null) {
            way = way.because(wish.because());
        }
        // what is only counted may be of any size
        var load = wording.api().counts() ? traits.ofUnknownSize() : traits;
        return new Candidates(fit.among(targets, named, load), way, asked, reach.moves())
                .followedBy(
                        chain.stream().filter(step -> fit.isAble(step.target(), load)).toList());
    }

    private static String named(Wish wish) {
        var named = wish.model();
        if (named == null || named.isEmpty()) {
            throw new TurnRefused(
                    new Refusal(400, "model_required", "model: is missing (expected: its name)")
                            .about("model"));
        }
        return named;
    }

    /// Those that can be asked for an operation, with all that is known of them.
    private List<Target> served(List<Target> targets, String asked, Api api) {
        return targets.stream()
                .filter(target -> serving.serves(target, api))
                .map(target -> fit.known(target, asked))
                .toList();
    }

    private static boolean dependsOnContent(Target target) {
        return target.abilities().dependOnContent();
    }

    private static boolean isAboutNoModel(Wording wording) {
        return wording.api() == Api.PASSTHROUGH && wording.model() == null;
    }

    /// What is about no model goes to one target always, for what one has stored no other knows.
    private Candidates unnamed(Routing.Logical routing, Wording wording) {
        var targets = keeping(routing, wording.api());
        if (targets.isEmpty()) {
            var choice = routing.usual();
            throw new TurnRefused(serving.nobody(choice.name(), wording.api(), choice.targets()));
        }
        return new Candidates(targets, new Candidates.Way(Selector.priority(), "default"), null, 0);
    }

    /// The targets of which the first by priority has what was stored.
    private List<Target> keeping(Routing.Logical routing, Api api) {
        return routing.usual().targets().stream()
                .filter(each -> serving.serves(each, api))
                .toList();
    }

    /// A conversation was made where what is about no model goes, and no other provider knows it.
    private static Candidates goingOn(List<Target> targets, List<Target> keeping, String model) {
        var keeper = keeping.stream().min(Selector.BY_PRIORITY).map(Target::providerId).orElse("");
        var kept = targets.stream().filter(each -> each.providerId().equals(keeper)).toList();
        if (kept.isEmpty()) {
            throw new TurnRefused(
                    new Refusal(
                                    400,
                                    "conversation_not_served",
                                    "conversation: is kept by provider \""
                                            + keeper
                                            + "\" (expected: a model that it serves)")
                            .about("conversation"));
        }
        return new Candidates(
                kept, new Candidates.Way(Selector.priority(), "conversation"), model, 0);
    }

    /// The names that clients may ask for on a route: exact ones, and what providers are known to
    /// have where a pattern passes names on. Names whose candidates are all excluded are left out.
    public List<String> models(Routing.Logical routing) {
        var names = new LinkedHashSet<String>();
        for (var choice : routing.choices()) {
            for (var target : choice.targets()) {
                for (var name : choice.names(target, findings)) {
                    if (serving.isEnabled(target.forModel(choice.stripped(name)))
                            && offers(routing, name)) {
                        names.add(name);
                    }
                }
            }
        }
        return List.copyOf(names);
    }

    /// Whether clients may ask for a name on a route.
    public boolean offers(Routing.Logical routing, String model) {
        var choice = routing.find(model);
        return choice != null
                && forModel(choice.targets(), choice.stripped(model)).stream()
                        .anyMatch(serving::isEnabled);
    }

    /// How a list of models is refused where nobody has one.
    public static Refusal noList(Routing.Direct routing) {
        return Serving.apiNotServed(routing.target(), Api.MODELS);
    }

    /// How an unknown model is refused.
    public static Refusal unknownModel(String model) {
        return new Refusal(
                        404,
                        "model_not_found",
                        "model \"" + model + "\" is not served on this route")
                .about("model");
    }

    private Compiled compiled(Snapshot snapshot) {
        var now = latest;
        if (now != null && now.isOf(snapshot)) {
            return now;
        }
        var compiler = new RoutingCompiler(snapshot, types, accounts, this::standing);
        var fresh = new Compiled(snapshot, compiler);
        if (now == null || snapshot.version() >= now.snapshot.version()) {
            latest = fresh;
            accounts.retain(snapshot);
        }
        return fresh;
    }

    private Standing standing(String target) {
        return standings.computeIfAbsent(target, _ -> new Standing());
    }

    /// The routes of one snapshot that have been used.
    private static final class Compiled {
        private final Snapshot snapshot;
        private final RoutingCompiler compiler;
        private final Map<String, Routing> routings = new ConcurrentHashMap<>();
        private final Map<String, Map<String, Routing>> ofAgents = new ConcurrentHashMap<>();

        Compiled(Snapshot snapshot, RoutingCompiler compiler) {
            this.snapshot = snapshot;
            this.compiler = compiler;
        }

        /// By route.
        ///
        /// @param agent for whom they are made; null for everybody else
        Map<String, Routing> routings(@Nullable Agent agent) {
            return agent == null
                    ? routings
                    : ofAgents.computeIfAbsent(agent.id(), _ -> new ConcurrentHashMap<>());
        }

        /// Identity, not equality: comparing two snapshots would compare every object in them.
        @SuppressWarnings("ReferenceEquality")
        boolean isOf(Snapshot other) {
            return snapshot == other;
        }
    }
}
