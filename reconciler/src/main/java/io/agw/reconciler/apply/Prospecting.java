package io.agw.reconciler.apply;

import io.agw.bundle.canonical.CanonicalObject;
import io.agw.bundle.canonical.Declared;
import io.agw.bundle.canonical.ObjectCodec;
import io.agw.bundle.model.BundleObject;
import io.agw.bundle.model.Kind;
import io.agw.bundle.model.ObjectKey;
import io.agw.bundle.model.Secret;
import io.agw.bundle.model.SecretValue;
import io.agw.bundle.plan.Change;
import io.agw.bundle.plan.Plan;
import io.agw.bundle.plan.PlanRequest;
import io.agw.bundle.plan.Planner;
import io.agw.bundle.problem.Position;
import io.agw.bundle.problem.Problem;
import io.agw.bundle.problem.Severity;
import io.agw.bundle.validate.CandidateCheck;
import io.agw.store.ConfigState;
import io.agw.store.Store;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;

/// Request → plan → candidate, checked over all owners and compiled. Writes nothing. Not
/// thread-safe; the applier's lock guards it.
final class Prospecting {
    private static final String VALUE = "/value";
    private static final String KEY_HASH = "/key_hash";

    private final Store store;
    private final CandidateCompiler compiler;
    private final Supplier<Secret> keyTexts;
    private final Planner planner = new Planner();
    private final CandidateCheck check;
    private final Candidates candidates;

    Prospecting(
            Store store,
            CandidateCompiler compiler,
            ObjectCodec codec,
            Supplier<Secret> keyTexts,
            InstantSource clock) {
        this.store = store;
        this.compiler = compiler;
        this.keyTexts = keyTexts;
        this.check = new CandidateCheck(codec.shapes(), clock);
        this.candidates = new Candidates(store.config(), codec);
    }

    /// What the request leads to from this state. A candidate is made only of a plan that has
    /// changes and neither conflicts nor errors; guards do not keep it from being checked.
    Prospect of(ConfigState state, ApplyRequest request) {
        var plan = planner.plan(planRequest(state, request));
        var targets = targets(plan);
        if (!plan.hasChanges() || hasConflicts(plan) || hasErrors(plan)) {
            return new Prospect(plan, targets, new TreeMap<>(), null);
        }
        var candidate = candidate(state, plan, targets);
        var checked = plan.with(check.check(plan, candidate, state.objects()));
        return hasErrors(checked)
                ? new Prospect(checked, targets, candidate, null)
                : compiled(state, checked, targets, candidate);
    }

    /// Compiles what is stored.
    CandidateCompiler.Candidate stored(ConfigState state) {
        return compiler.compile(state.version(), candidates.of(state));
    }

    /// Takes note that a prospect has been committed.
    void committed(ConfigState state, Prospect prospect) {
        candidates.committed(state, prospect.candidate());
    }

    private PlanRequest planRequest(ConfigState state, ApplyRequest request) {
        var applied =
                store.revisions().list(request.owner(), 1).stream()
                        .map(revision -> revision.draft().revision())
                        .findFirst()
                        .orElse("");
        return new PlanRequest(
                request.owner(),
                new PlanRequest.Base(state.version(), applied, state.objects()),
                request.target(),
                request.options(),
                store.config()::digest);
    }

    private SortedMap<ObjectKey, CanonicalObject> targets(Plan plan) {
        var targets = new TreeMap<ObjectKey, CanonicalObject>();
        for (var change : plan.changes()) {
            switch (change) {
                case Change.Create(_, var target) -> targets.put(target.key(), target);
                case Change.Update(_, _, var target, _, _) -> targets.put(target.key(), target);
                case Change.Adopt(_, _, var target, _) -> targets.put(target.key(), target);
                case Change.Skip _, Change.Delete _, Change.Conflict _ -> {}
            }
        }
        targets.replaceAll((_, target) -> withKeyText(target));
        return targets;
    }

    /// A virtual key for which nobody gave a text gets one, once: from then on it is stored.
    private CanonicalObject withKeyText(CanonicalObject target) {
        var secrets = target.secrets();
        if (target.key().kind() != Kind.VIRTUAL_KEY
                || secrets.containsKey(VALUE)
                || secrets.containsKey(KEY_HASH)) {
            return target;
        }
        var completed = new TreeMap<>(secrets);
        completed.put(VALUE, new SecretValue.Given(null, keyTexts.get()));
        return target.with(completed);
    }

    private SortedMap<ObjectKey, BundleObject> candidate(
            ConfigState state, Plan plan, SortedMap<ObjectKey, CanonicalObject> targets) {
        var objects = candidates.of(state);
        for (var change : plan.changes()) {
            switch (change) {
                case Change.Create(var desired, _) -> put(objects, desired, targets);
                case Change.Update(var desired, _, _, _, _) -> put(objects, desired, targets);
                case Change.Adopt(var desired, _, _, _) -> put(objects, desired, targets);
                case Change.Delete(var applied) -> objects.remove(applied.key());
                case Change.Skip _, Change.Conflict _ -> {}
            }
        }
        return objects;
    }

    /// What is stored as it was declared, with every secret given, has been read already.
    private void put(
            SortedMap<ObjectKey, BundleObject> objects,
            Declared desired,
            SortedMap<ObjectKey, CanonicalObject> targets) {
        var key = desired.key();
        var target = Objects.requireNonNull(targets.get(key), () -> key + " has no target");
        boolean isRead =
                target.equals(desired.canonical())
                        && target.secrets().values().stream()
                                .allMatch(SecretValue.Given.class::isInstance);
        objects.put(key, isRead ? desired.object() : candidates.of(target));
    }

    private Prospect compiled(
            ConfigState state,
            Plan plan,
            SortedMap<ObjectKey, CanonicalObject> targets,
            SortedMap<ObjectKey, BundleObject> candidate) {
        return switch (compiler.compile(state.version() + 1, candidate)) {
            case CandidateCompiler.Candidate.Ready(var publish) ->
                    new Prospect(plan, targets, candidate, publish);
            case CandidateCompiler.Candidate.Rejected(var problems) ->
                    new Prospect(
                            plan.with(placed(problems, state, plan)), targets, candidate, null);
        };
    }

    /// The compiler knows objects, not files: what it says about an object is placed where that
    /// object is declared.
    private static List<Problem> placed(List<Problem> problems, ConfigState state, Plan plan) {
        var places = new TreeMap<String, Position>();
        state.objects()
                .forEach((key, applied) ->
                        places.put(
                                key.toString(),
                                new Position(applied.origin().file(), applied.origin().line(), 0)));
        for (var change : plan.changes()) {
            switch (change) {
                case Change.Create(var desired, _) ->
                        places.put(desired.key().toString(), desired.position());
                case Change.Update(var desired, _, _, _, _) ->
                        places.put(desired.key().toString(), desired.position());
                case Change.Adopt(var desired, _, _, _) ->
                        places.put(desired.key().toString(), desired.position());
                case Change.Skip _, Change.Delete _, Change.Conflict _ -> {}
            }
        }
        return problems.stream().map(problem -> placed(problem, places)).toList();
    }

    private static Problem placed(Problem problem, SortedMap<String, Position> places) {
        var place = places.get(problem.position().file());
        return place == null
                ? problem
                : new Problem(
                        problem.severity(),
                        problem.code(),
                        place,
                        problem.message(),
                        problem.hint());
    }

    static boolean hasConflicts(Plan plan) {
        return plan.changes().stream().anyMatch(Change.Conflict.class::isInstance);
    }

    static boolean hasErrors(Plan plan) {
        return plan.problems().stream().anyMatch(p -> p.severity() == Severity.ERROR);
    }
}
