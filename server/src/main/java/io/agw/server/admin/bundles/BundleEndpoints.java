package io.agw.server.admin.bundles;

import io.agw.bundle.Bundle;
import io.agw.bundle.BundleLimits;
import io.agw.bundle.BundleLoader;
import io.agw.bundle.Loaded;
import io.agw.bundle.export.BundleExport;
import io.agw.bundle.model.Kind;
import io.agw.bundle.plan.AppliedObject;
import io.agw.bundle.plan.Owner;
import io.agw.bundle.plan.Plan;
import io.agw.bundle.plan.PlanJson;
import io.agw.bundle.plan.PlanJson.Unchanged;
import io.agw.bundle.plan.PlanOptions;
import io.agw.bundle.plan.PlanRequest.Target;
import io.agw.bundle.problem.Code;
import io.agw.bundle.problem.Problem;
import io.agw.bundle.problem.Problems;
import io.agw.bundle.shape.Shapes;
import io.agw.bundle.validate.OfflineCheck;
import io.agw.reconciler.apply.Applier;
import io.agw.reconciler.apply.ApplyRequest;
import io.agw.reconciler.apply.Purpose;
import io.agw.server.admin.api.Accepts;
import io.agw.server.admin.api.AdminError;
import io.agw.server.admin.api.Answer;
import io.agw.server.admin.api.Applied;
import io.agw.server.admin.api.Call;
import io.agw.server.admin.api.Endpoint;
import io.agw.server.admin.api.Json;
import io.agw.server.admin.api.Role;
import io.agw.server.admin.bundles.BundleBody.OptionsBody;
import io.agw.server.admin.overrides.Overrides;
import io.agw.store.ConfigStore;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// What `agwctl gateway` does on the server. Thread-safe.
public final class BundleEndpoints {
    private final BundleLoader loader;
    private final Applier applier;
    private final PlanJson plans;
    private final Overrides overrides;
    private final Set<Owner> sources;
    private final ConfigStore config;
    private final BundleExport export = new BundleExport(Shapes.KINDS);

    /// @param sources ids of all configured sources, for which nobody else may apply
    public BundleEndpoints(
            BundleLoader loader,
            Applier applier,
            PlanJson plans,
            Overrides overrides,
            Set<Owner> sources,
            ConfigStore config) {
        this.config = config;
        this.loader = loader;
        this.applier = applier;
        this.plans = plans;
        this.overrides = overrides;
        this.sources = Set.copyOf(sources);
    }

    public List<Endpoint> list() {
        return List.of(
                files("validate", "Check a bundle.", this::validate).as(Role.VIEWER),
                files("plan", "Say what an apply would do.", this::plan).as(Role.VIEWER),
                files("apply", "Apply a bundle, all of it or nothing.", this::apply),
                Endpoint.get(
                                "/admin/bundle/export",
                                "Write what is applied as a bundle.",
                                this::export)
                        .asking(Set.of("owner", "kind", "split")));
    }

    private static Endpoint files(String name, String summary, Endpoint.Action action) {
        return Endpoint.post("/admin/bundle/" + name, summary, action)
                .asking(BundleBody.OPTIONS)
                .taking(new Accepts.BundleFiles());
    }

    private Answer validate(Call call) {
        var body = BundleBody.of(call);
        var loaded = loader.load(body.sourceFiles(), body.resolved());
        var problems = new Problems();
        problems.addAll(loaded.problems());
        problems.addAll(
                switch (loaded) {
                    case Loaded.Valid(var bundle, _) -> candidate(call, bundle);
                    case Loaded.Invalid(var rest, _) ->
                            new OfflineCheck(Shapes.KINDS)
                                    .check(rest, config.state().objects().keySet());
                });
        var found = problems.sorted();
        boolean valid = !problems.hasErrors() && !(body.chosen().strict() && !found.isEmpty());
        var answer = Json.object().put("valid", valid);
        if (loaded instanceof Loaded.Valid(var bundle, _)) {
            answer.set("counts", counts(bundle));
        }
        answer.set("problems", Json.problems(found));
        return Answer.ok(answer);
    }

    /// What is wrong with the state that the bundle leads to here, as if all of it were written:
    /// who owns what is a plan's matter.
    private List<Problem> candidate(Call call, Bundle bundle) {
        var request =
                new ApplyRequest(
                        Owner.ADMIN,
                        call.requester(),
                        new Purpose("manual", "bundle.validate", Owner.ADMIN.name(), ""),
                        Target.of("", bundle.objects()),
                        applier.options().withForce());
        return applier.plan(request).problems().stream()
                .filter(problem -> problem.code() != Code.OWNERSHIP_CONFLICT)
                .toList();
    }

    private static ObjectNode counts(Bundle bundle) {
        var counts = Json.object();
        for (var kind : Kind.values()) {
            counts.put(
                    kind.word() + "s",
                    bundle.objects().keySet().stream().filter(key -> key.kind() == kind).count());
        }
        return counts;
    }

    private Answer plan(Call call) {
        var body = BundleBody.of(call);
        var plan = applier.plan(request(call, body));
        return Answer.ok(json(plan, body.chosen()));
    }

    private Answer apply(Call call) {
        var body = BundleBody.of(call);
        var options = body.chosen();
        var request = request(call, body);
        mustNotBeASource(request.owner());
        if (options.planId() != null && !options.planId().isEmpty()) {
            request =
                    request.expecting(options.planId()).through(new ReviewedPlan(options.planId()));
        }
        return Answer.ok(Applied.body(applier.apply(request), plan -> json(plan, options)));
    }

    private ApplyRequest request(Call call, BundleBody body) {
        var options = body.chosen();
        var owner = owner(options);
        var reason = options.reason() == null ? "" : options.reason();
        if (options.force() && reason.isBlank()) {
            throw AdminError.invalid("reason is missing (expected: why the apply is forced)");
        }
        return new ApplyRequest(
                owner,
                call.requester(),
                new Purpose("manual", "bundle.apply", owner.name(), reason),
                Target.of("", bundle(body).objects()),
                planning(options, owner));
    }

    private Bundle bundle(BundleBody body) {
        return switch (loader.load(body.sourceFiles(), body.resolved())) {
            case Loaded.Valid(_, var warnings) when body.chosen().strict() && !warnings.isEmpty() ->
                    throw Applied.invalid(warnings);
            case Loaded.Valid(var bundle, _) -> bundle;
            case Loaded.Invalid(_, var problems) -> throw Applied.invalid(problems);
        };
    }

    private Owner owner(OptionsBody options) {
        Owner owner;
        try {
            owner = options.owner() == null ? Owner.ADMIN : new Owner(options.owner());
        } catch (IllegalArgumentException e) {
            throw AdminError.invalid(String.valueOf(e.getMessage()));
        }
        return owner;
    }

    /// A source applies its own bundle; what it would do may be planned by anyone, such as a
    /// pull-request job.
    private void mustNotBeASource(Owner owner) {
        if (sources.contains(owner) || owner.equals(Owner.STATIC)) {
            throw AdminError.of(
                    409,
                    owner.equals(Owner.STATIC) ? "read_only" : "owned",
                    "owner "
                            + owner
                            + " is a configured source (expected: a change in it, or another owner)",
                    body -> body.put("owner", owner.name()));
        }
    }

    private PlanOptions planning(OptionsBody options, Owner owner) {
        var planning = applier.options();
        if (options.prune()) {
            planning = planning.withPrune(options.caps());
        }
        if (options.adopt()) {
            planning = planning.withAdopt();
        }
        if (options.force()) {
            if (!owner.equals(Owner.ADMIN)) {
                throw AdminError.invalid(
                        "force: owner " + owner + " (expected: owner " + Owner.ADMIN + ")");
            }
            planning = planning.withForce();
        }
        return planning;
    }

    private Answer export(Call call) {
        var kind = call.queried("kind");
        if (kind.isPresent() && Kind.ofWord(kind.get()).isEmpty()) {
            throw AdminError.invalid(
                    "kind: \"" + kind.get() + "\" (expected: a kind such as provider)");
        }
        var owner = call.queried("owner");
        var objects =
                config.state().objects().values().stream()
                        .filter(o -> kind.isEmpty() || o.key().kind().word().equals(kind.get()))
                        .filter(o -> owner.isEmpty() || o.owner().name().equals(owner.get()))
                        .map(AppliedObject::current)
                        .toList();
        if (!call.flag("split")) {
            return Answer.text("application/yaml", export.yaml(objects));
        }
        var body = Json.object();
        var files = body.putArray("files");
        export.files(objects, BundleLimits.defaults().file().fileBytes())
                .forEach((path, content) ->
                        files.addObject().put("path", path).put("content", content));
        return Answer.ok(body);
    }

    private JsonNode json(Plan plan, OptionsBody options) {
        var unchanged = options.showUnchanged() ? Unchanged.LISTED : Unchanged.COUNTED;
        return Json.written(plans.text(overrides.shown(plan), unchanged));
    }
}
