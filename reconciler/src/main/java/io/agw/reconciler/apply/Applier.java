package io.agw.reconciler.apply;

import io.agw.bundle.canonical.CanonicalObject;
import io.agw.bundle.canonical.Declared;
import io.agw.bundle.canonical.ObjectCodec;
import io.agw.bundle.model.Secret;
import io.agw.bundle.plan.AppliedObject;
import io.agw.bundle.plan.Owner;
import io.agw.bundle.plan.Plan;
import io.agw.bundle.plan.PlanJson;
import io.agw.bundle.plan.PlanOptions;
import io.agw.bundle.plan.PlanRequest.Target;
import io.agw.bundle.problem.Code;
import io.agw.bundle.problem.Position;
import io.agw.bundle.problem.Problem;
import io.agw.bundle.problem.Severity;
import io.agw.store.Commit;
import io.agw.store.ConfigState;
import io.agw.store.Store;
import io.agw.store.StoreException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The one way in which configuration is written: plan against what is stored, check and compile
/// the result over all owners, commit in one transaction, publish. What cannot be compiled is never
/// committed, and what was committed is published by one reference write.
///
/// Thread-safe: one plan is made and carried out at a time. Borrows the store.
public final class Applier {
    /// How often a plan is made anew when the state changed under it.
    private static final int MOST_REPLANS = 3;

    private static final Logger LOG = LoggerFactory.getLogger(Applier.class);

    private final Store store;
    private final Set<Owner> sources;
    private final InstantSource clock;
    private final ObjectCodec codec = new ObjectCodec();
    private final Prospecting prospecting;
    private final Rotation rotation;
    private final Changesets changesets;
    private final ReentrantLock lock = new ReentrantLock();
    private boolean unpublished;

    /// @param sources ids of all configured sources
    /// @param keyTexts makes the text of a virtual key that has none
    /// @param plans how the revision log keeps plans
    public Applier(
            Store store,
            CandidateCompiler compiler,
            Supplier<Secret> keyTexts,
            Set<Owner> sources,
            PlanJson plans,
            InstantSource clock) {
        this.store = store;
        this.sources = Set.copyOf(sources);
        this.clock = clock;
        this.changesets = new Changesets(plans);
        this.prospecting = new Prospecting(store, compiler, codec, keyTexts, clock);
        this.rotation = new Rotation(store.config(), codec, keyTexts);
    }

    /// Options that prune, adopt and force nothing, and know which sources there are.
    public PlanOptions options() {
        return PlanOptions.of(sources);
    }

    /// Publishes what is stored, so that the last good configuration serves before any source was
    /// asked. Empty when it serves; otherwise why it cannot be compiled, which means that another
    /// version of the gateway has written it.
    ///
    /// @throws StoreException when the store cannot be read
    public List<Problem> restore() {
        lock.lock();
        try {
            return publishStored();
        } finally {
            lock.unlock();
        }
    }

    /// What an apply of this request would do now. The plan's problems include those of the state
    /// that it leads to.
    ///
    /// @throws StoreException when the store cannot be read
    public Plan plan(ApplyRequest request) {
        lock.lock();
        try {
            return prospect(store.config().state(), request).plan();
        } finally {
            lock.unlock();
        }
    }

    /// Applies all of the request or nothing.
    public ApplyResult apply(ApplyRequest request) {
        lock.lock();
        try {
            if (unpublished) {
                publishStored();
            }
            var result = attempt(request);
            for (int i = 0; i < MOST_REPLANS && mayReplan(result, request); i++) {
                result = attempt(request);
            }
            return result;
        } catch (StoreException e) {
            LOG.warn("apply for {} failed: {}", request.owner(), e.getMessage());
            return new ApplyResult.Failed(Objects.requireNonNullElse(e.getMessage(), ""));
        } finally {
            lock.unlock();
        }
    }

    /// Writes one object for an administrator.
    ///
    /// @param force why the object of another owner is changed all the same; null when it is not to
    ///   be
    public EditResult edit(Edit edit, Requester requester, @Nullable String force) {
        lock.lock();
        try {
            var applied = store.config().state().objects().get(edit.key());
            if (applied == null && !(edit instanceof Edit.Create)) {
                return new EditResult.Missing(edit.key());
            }
            if (applied != null && edit instanceof Edit.Create) {
                return new EditResult.Exists(applied);
            }
            if (applied != null && isReadOnly(applied)) {
                return new EditResult.ReadOnly(applied);
            }
            if (applied != null
                    && edit instanceof Edit.Rotate(_, var until)
                    && until != null
                    && Rotation.isUnderWay(applied, clock.instant())) {
                return new EditResult.Rotating(applied);
            }
            var purpose =
                    new Purpose(
                            "admin",
                            edit.key().kind().word() + "." + edit.verb(),
                            edit.key().toString(),
                            Objects.requireNonNullElse(force, ""));
            var options = force == null ? options() : options().withForce();
            return new EditResult.Planned(
                    apply(
                            new ApplyRequest(
                                    Owner.ADMIN,
                                    requester,
                                    purpose,
                                    target(edit, applied),
                                    options.withAdopt())));
        } finally {
            lock.unlock();
        }
    }

    private boolean isReadOnly(AppliedObject applied) {
        return applied.owner().equals(Owner.STATIC) && sources.contains(Owner.STATIC);
    }

    private Target target(Edit edit, @Nullable AppliedObject applied) {
        return switch (edit) {
            case Edit.Create(var object) -> Target.put(object);
            case Edit.Replace(var object) -> Target.put(object);
            case Edit.Remove(var key) -> Target.remove(key);
            case Edit.Switch(_, var on) ->
                    Target.put(switched(Objects.requireNonNull(applied), on));
            case Edit.Rotate(_, var until) ->
                    Target.put(rotation.rotated(Objects.requireNonNull(applied), until));
            case Edit.Retire _ -> Target.put(rotation.retired(Objects.requireNonNull(applied)));
        };
    }

    /// Kinds differ in whether they say `disabled` or `enabled`; the canonical form says which.
    private Declared switched(AppliedObject applied, boolean on) {
        var tree = applied.current().tree();
        if (tree.has("enabled")) {
            tree.put("enabled", on);
        } else {
            tree.put("disabled", !on);
        }
        var object = new CanonicalObject(applied.key(), tree, applied.current().secrets());
        var origin = applied.origin();
        return new Declared(
                codec.object(object), object, new Position(origin.file(), origin.line(), 0));
    }

    private static boolean mayReplan(ApplyResult result, ApplyRequest request) {
        return result instanceof ApplyResult.Stale && request.expectedPlanId() == null;
    }

    private Prospect prospect(ConfigState state, ApplyRequest request) {
        var prospect = prospecting.of(state, request);
        return prospect.with(request.gate().review(prospect.plan()));
    }

    private ApplyResult attempt(ApplyRequest request) {
        var start = Objects.requireNonNullElseGet(request.startedAt(), clock::instant);
        var prospect = prospect(store.config().state(), request);
        var plan = prospect.plan();
        var expected = request.expectedPlanId();
        if (expected != null && !expected.equals(plan.header().planId())) {
            return new ApplyResult.Stale(plan);
        }
        if (Prospecting.hasConflicts(plan)) {
            return new ApplyResult.Conflicted(plan);
        }
        if (plan.problems().stream().anyMatch(Applier::isInvalid)) {
            return new ApplyResult.Invalid(plan);
        }
        if (!plan.isApplyable()) {
            return new ApplyResult.Blocked(plan);
        }
        return commit(request, prospect, start);
    }

    /// A delete that would leave a reference dangling is shown as a problem and stands as a guard.
    private static boolean isInvalid(Problem problem) {
        return problem.severity() == Severity.ERROR && problem.code() != Code.DELETE_BLOCKED;
    }

    private ApplyResult commit(ApplyRequest request, Prospect prospect, Instant start) {
        var plan = prospect.plan();
        var now = clock.instant();
        var writes = new Writes(request, prospect.targets(), now).of(plan.changes());
        if (writes.isEmpty()) {
            return new ApplyResult.Unchanged(plan);
        }
        var changes = changesets.of(request, plan, writes, start, now);
        return switch (store.config().commit(changes)) {
            case Commit.Stale _ -> new ApplyResult.Stale(plan);
            case Commit.Done(var state, var revisionId) -> {
                if (!plan.hasChanges()) {
                    yield new ApplyResult.Unchanged(plan);
                }
                prospecting.committed(state, prospect);
                yield publish(prospect)
                        ? new ApplyResult.Applied(plan, revisionId)
                        : new ApplyResult.Unpublished(plan, revisionId);
            }
        };
    }

    private boolean publish(Prospect prospect) {
        var publish =
                Objects.requireNonNull(prospect.publish(), "a plan with changes was not compiled");
        try {
            publish.run();
            unpublished = false;
        } catch (RuntimeException e) {
            LOG.error("the stored configuration could not be published", e);
            unpublished = true;
        }
        return !unpublished;
    }

    private List<Problem> publishStored() {
        return switch (prospecting.stored(store.config().state())) {
            case CandidateCompiler.Candidate.Ready(var publish) -> {
                publish.run();
                unpublished = false;
                yield List.of();
            }
            case CandidateCompiler.Candidate.Rejected(var problems) -> problems;
        };
    }
}
