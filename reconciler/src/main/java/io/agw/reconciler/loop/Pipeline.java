package io.agw.reconciler.loop;

import io.agw.bundle.Loaded;
import io.agw.bundle.plan.Change;
import io.agw.bundle.plan.Plan;
import io.agw.bundle.plan.PlanRequest.Target;
import io.agw.bundle.problem.Code;
import io.agw.bundle.problem.Problem;
import io.agw.bundle.problem.Problems;
import io.agw.bundle.problem.Severity;
import io.agw.bundle.shape.Shapes;
import io.agw.bundle.validate.OfflineCheck;
import io.agw.reconciler.apply.ApplyRequest;
import io.agw.reconciler.apply.ApplyResult;
import io.agw.reconciler.apply.Purpose;
import io.agw.reconciler.apply.Requester;
import io.agw.reconciler.source.Source;
import io.agw.reconciler.source.SourceFailure;
import io.agw.reconciler.status.Control;
import io.agw.reconciler.status.Marks;
import io.agw.reconciler.status.Reason;
import io.agw.reconciler.status.StatusBoard;
import io.agw.store.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// One attempt: resolve, fetch, render, then plan and apply as far as there is a reason to. What
/// was done before is remembered, so that a look at a source where nothing happened costs one
/// question. Not thread-safe; one attempt runs at a time.
final class Pipeline {
    private final ConfiguredSource configured;
    private final Services services;
    private final SourceState state;
    private final Reading reading;
    private final Stopwatch stopwatch;
    private final Rollback rollback;
    private @Nullable Loaded accepted;
    private @Nullable Reconciliation standing;
    private long comparedVersion = -1;
    private Instant comparedAt = Instant.MIN;

    Pipeline(
            ConfiguredSource configured,
            Services services,
            SourceState state,
            Reading reading,
            Stopwatch stopwatch) {
        this.configured = configured;
        this.services = services;
        this.state = state;
        this.reading = reading;
        this.stopwatch = stopwatch;
        this.rollback = new Rollback(configured, services);
    }

    /// @param anew whether to read and render again what has not changed
    Reconciliation run(Trigger trigger, boolean anew) {
        try {
            return state.isSuspended() ? new Reconciliation.Interrupted() : resolve(trigger, anew);
        } catch (SourceFailure e) {
            return failed(e);
        } catch (StoreException e) {
            return new Reconciliation.Waiting(Reason.APPLY_FAILED, message(e), null, List.of());
        }
    }

    /// Forgets that anything was settled.
    void forget() {
        accepted = null;
        standing = null;
    }

    /// What an attempt would do now, without doing it.
    Preview preview() {
        try {
            var head = configured.source().resolve(Duration.ZERO);
            var material = reading.of(head, previous(), false);
            return switch (material.loaded()) {
                case Loaded.Invalid invalid -> new Preview.Invalid(all(invalid));
                case Loaded.Valid(var bundle, var warnings) ->
                        new Preview.Planned(
                                services.applier()
                                        .plan(
                                                request(
                                                        Target.of(
                                                                material.revision(),
                                                                bundle.objects()),
                                                        material,
                                                        Trigger.MANUAL.word()))
                                        .with(warnings));
            };
        } catch (SourceFailure e) {
            return new Preview.Unreadable(
                    Reason.ofWord(e.reason().word()), message(e), e.problems());
        }
    }

    private Reconciliation resolve(Trigger trigger, boolean anew) {
        var maxAge =
                trigger.isNews() || anew
                        ? Duration.ZERO
                        : configured.policy().interval().multipliedBy(4).dividedBy(5);
        var head = stopwatch.time(Step.RESOLVE, () -> configured.source().resolve(maxAge));
        var hold = state.control().holdOn(head.revision(), null);
        if (hold.isPresent()) {
            return held(head.revision(), hold.get());
        }
        return state.isSuspended() ? new Reconciliation.Interrupted() : read(head, trigger, anew);
    }

    private Reconciliation read(Source.Head head, Trigger trigger, boolean anew) {
        var material = reading.of(head, previous(), anew);
        var hold = state.control().holdOn(material.revision(), material.digest());
        if (hold.isPresent()) {
            return held(material.revision(), hold.get());
        }
        if (state.isSuspended()) {
            return new Reconciliation.Interrupted();
        }
        return switch (material.loaded()) {
            case Loaded.Invalid invalid -> {
                var problems = all(invalid);
                yield new Reconciliation.Stalled(
                        material, reason(invalid.problems()), message(problems), problems);
            }
            case Loaded.Valid(var bundle, var warnings) ->
                    reconcile(
                            material,
                            Target.of(material.revision(), bundle.objects()),
                            warnings,
                            trigger);
        };
    }

    /// What is wrong with the files, references included: what a plan would say of them is not
    /// heard as long as there is none.
    private List<Problem> all(Loaded.Invalid invalid) {
        var all = new Problems();
        all.addAll(invalid.problems());
        var stored = services.store().config().state().objects().keySet();
        all.addAll(new OfflineCheck(Shapes.KINDS).check(invalid.rest(), stored));
        return all.sorted();
    }

    /// Nothing is planned as long as neither the source nor the store has moved and no comparison
    /// is due.
    private Reconciliation reconcile(
            Material material, Target target, List<Problem> warnings, Trigger trigger) {
        boolean asked = trigger == Trigger.MANUAL;
        boolean settled = material.loaded().equals(accepted) || isResumed(material);
        boolean due = asked || trigger == Trigger.APPROVAL || isComparisonDue();
        boolean moved = services.store().config().state().version() != comparedVersion;
        var word = settled && due && !asked ? "drift" : trigger.word();
        var request = request(target, material, word);
        if (configured.policy().mode() == SourcePolicy.Mode.PLAN_ONLY) {
            return settled && !due && !moved
                    ? again(material)
                    : planned(material, request, warnings);
        }
        if (!settled) {
            return applied(material, request, warnings);
        }
        if (due && (asked || configured.policy().drift().selfHeal())) {
            return applied(material, request, warnings);
        }
        return due || moved ? compared(material, request, warnings) : again(material);
    }

    /// After a restart nothing is in memory, but the status says what was settled before.
    private boolean isResumed(Material material) {
        var synced = state.read(StatusBoard::marks).synced();
        return accepted == null
                && synced != null
                && synced.inputsDigest().equals(material.inputsDigest());
    }

    private boolean isComparisonDue() {
        return comparedAt.equals(Instant.MIN)
                || !now().isBefore(comparedAt.plus(configured.policy().drift().interval()));
    }

    private Reconciliation again(Material material) {
        return standing instanceof Reconciliation.Drifted(_, var plan)
                ? new Reconciliation.Drifted(material, plan)
                : standing instanceof Reconciliation.Planned(_, var planned)
                        ? new Reconciliation.Planned(material, planned)
                        : new Reconciliation.Unchanged(material, null);
    }

    private ApplyRequest request(Target target, Material material, String trigger) {
        var policy = configured.policy();
        var options = services.applier().options().withIgnoredDrift(policy.drift().ignored());
        if (policy.prune().enabled()) {
            options = options.withPrune(policy.prune().caps());
        }
        if (policy.adopt()) {
            options = options.withAdopt();
        }
        var id = configured.owner().name();
        var gate =
                new SourceGate(
                        configured,
                        material,
                        Objects.requireNonNullElse(previous(), ""),
                        state::control);
        return new ApplyRequest(
                        configured.owner(),
                        Requester.source(id),
                        new Purpose(trigger, "gitops.apply", id, ""),
                        target,
                        options)
                .through(gate)
                .since(now());
    }

    private Reconciliation planned(
            Material material, ApplyRequest request, List<Problem> warnings) {
        var plan = plan(request, warnings);
        var found =
                plan.hasChanges() || !plan.isApplyable()
                        ? new Reconciliation.Planned(material, plan)
                        : new Reconciliation.Unchanged(material, plan);
        return accept(material, found);
    }

    /// Compares without writing. What differs although nobody overrode it was never applied, or is
    /// given by a variable that has another value now: that is applied after all.
    private Reconciliation compared(
            Material material, ApplyRequest request, List<Problem> warnings) {
        var plan = plan(request, warnings);
        if (plan.changes().stream().anyMatch(Pipeline::isNoDrift)) {
            return applied(material, request, warnings);
        }
        if (plan.hasChanges()) {
            return accept(material, new Reconciliation.Drifted(material, plan));
        }
        return plan.isApplyable()
                ? accept(material, new Reconciliation.Unchanged(material, plan))
                : applied(material, request, warnings);
    }

    private static boolean isNoDrift(Change change) {
        return switch (change) {
            case Change.Update update -> update.cause() != Change.Cause.DRIFT;
            case Change.Adopt _, Change.Delete _ -> true;
            case Change.Create _, Change.Skip _, Change.Conflict _ -> false;
        };
    }

    private Plan plan(ApplyRequest request, List<Problem> warnings) {
        var plan = stopwatch.time(Step.PLAN, () -> services.applier().plan(request));
        return plan.with(warnings);
    }

    private Reconciliation applied(
            Material material, ApplyRequest request, List<Problem> warnings) {
        var result = stopwatch.time(Step.APPLY, () -> services.applier().apply(request));
        return switch (result) {
            case ApplyResult.Applied(var plan, var id) -> {
                markApplied(plan);
                yield accept(
                        material, new Reconciliation.Applied(material, plan.with(warnings), id));
            }
            case ApplyResult.Unchanged(var plan) ->
                    accept(material, new Reconciliation.Unchanged(material, plan.with(warnings)));
            case ApplyResult.Unpublished(var plan, _) -> {
                markApplied(plan);
                yield new Reconciliation.Waiting(
                        Reason.PUBLISH_FAILED,
                        "plan " + plan.header().planId() + " is stored and not serving yet",
                        null,
                        plan.problems());
            }
            case ApplyResult.Blocked(var plan) ->
                    blocked(
                            material,
                            Reason.ofWord(plan.guards().getFirst().code()),
                            plan.with(warnings));
            case ApplyResult.Conflicted(var plan) ->
                    blocked(material, Reason.OWNERSHIP_CONFLICT, plan.with(warnings));
            case ApplyResult.Invalid(var plan) ->
                    new Reconciliation.Stalled(
                            material,
                            Reason.VALIDATION_FAILED,
                            message(plan.problems()),
                            plan.with(warnings).problems());
            case ApplyResult.Stale(var plan) ->
                    new Reconciliation.Waiting(
                            Reason.STALE_PLAN,
                            "the configuration changed under every plan",
                            null,
                            plan.problems());
            case ApplyResult.Failed(var message) ->
                    new Reconciliation.Waiting(Reason.APPLY_FAILED, message, null, List.of());
        };
    }

    private Reconciliation blocked(Material material, Reason reason, Plan plan) {
        var rejection = state.control().rejection(plan.header().planId()).orElse(null);
        return new Reconciliation.Blocked(material, reason, plan, rejection);
    }

    private void markApplied(Plan plan) {
        state.write(board -> board.mark(board.marks().with(Marks.Applied.of(plan, now()))));
        state.decide(control -> control.settled(plan.header().planId()));
    }

    /// The gateway agrees with this state, as far as it is meant to: holds on older ones are over.
    private Reconciliation accept(Material material, Reconciliation found) {
        accepted = material.loaded();
        comparedAt = now();
        standing = found;
        comparedVersion = services.store().config().state().version();
        state.decide(Control::withoutHolds);
        return found;
    }

    /// What stands instead of a held state is kept up like any other.
    private Reconciliation held(String revision, Control.Hold hold) {
        if (isComparisonDue() && configured.policy().drift().selfHeal()) {
            comparedAt = now();
            var id = configured.owner().name();
            var purpose = new Purpose("drift", "gitops.apply", id, "");
            var newest = state.control().holds().getLast();
            rollback.find(newest.to())
                    .flatMap(to -> rollback.request(to, Requester.source(id), purpose))
                    .ifPresent(services.applier()::apply);
        }
        return new Reconciliation.Held(revision, hold);
    }

    private Reconciliation failed(SourceFailure failure) {
        var reason = Reason.ofWord(failure.reason().word());
        return failure.reason().stalls()
                ? new Reconciliation.Stalled(null, reason, message(failure), failure.problems())
                : new Reconciliation.Waiting(
                        reason, message(failure), failure.retryAfter(), failure.problems());
    }

    private @Nullable String previous() {
        var synced = state.read(StatusBoard::marks).synced();
        return synced == null ? null : synced.revision();
    }

    private Instant now() {
        return services.time().clock().instant();
    }

    private static Reason reason(List<Problem> problems) {
        var errors = problems.stream().filter(p -> p.severity() == Severity.ERROR).toList();
        if (errors.stream().allMatch(p -> p.code() == Code.VARIABLE_NOT_SET)) {
            return Reason.VARIABLE_NOT_SET;
        }
        return errors.stream().anyMatch(p -> p.code().id().startsWith("AGW10"))
                ? Reason.RENDER_FAILED
                : Reason.VALIDATION_FAILED;
    }

    private static String message(RuntimeException failure) {
        return Objects.requireNonNullElse(failure.getMessage(), failure.getClass().getName());
    }

    private static String message(List<Problem> problems) {
        var errors = problems.stream().filter(p -> p.severity() == Severity.ERROR).toList();
        if (errors.isEmpty()) {
            return "invalid";
        }
        var more = errors.size() == 1 ? "" : " (and %d more)".formatted(errors.size() - 1);
        return errors.getFirst() + more;
    }
}
