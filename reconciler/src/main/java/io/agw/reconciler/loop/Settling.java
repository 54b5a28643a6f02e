package io.agw.reconciler.loop;

import io.agw.bundle.plan.Change;
import io.agw.bundle.plan.Plan;
import io.agw.bundle.problem.Problem;
import io.agw.reconciler.status.Condition.About;
import io.agw.reconciler.status.Condition.State;
import io.agw.reconciler.status.Failures;
import io.agw.reconciler.status.Findings;
import io.agw.reconciler.status.Findings.Inventory;
import io.agw.reconciler.status.Marks;
import io.agw.reconciler.status.Phase;
import io.agw.reconciler.status.StatusBoard;
import io.agw.store.EventDraft;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Writes the end of an attempt into the source's status, once.
final class Settling {
    private static final int MOST_ORPHANS = 50;

    private final ConfiguredSource configured;
    private final Services services;
    private final SourceState state;
    private long inventoryVersion = -1;
    private Inventory inventory = Findings.NONE.inventory();
    private int drifted;
    private int pendingDeletes;

    Settling(ConfiguredSource configured, Services services, SourceState state) {
        this.configured = configured;
        this.services = services;
        this.state = state;
    }

    /// The failures in a row, with this end.
    Failures failures(Reconciliation end) {
        return failures(state.read(StatusBoard::failures), end, services.time().clock().instant());
    }

    /// @param attemptId number of the attempt
    /// @param events what there is to tell of it
    void settle(Reconciliation end, long attemptId, List<EventDraft> events) {
        var now = services.time().clock().instant();
        if (end instanceof Reconciliation.Interrupted) {
            state.write(board -> board.rest(Phase.SUSPENDED));
            return;
        }
        takeStock();
        state.write(
                board -> {
                    board.mark(marks(board.marks(), end, attemptId, now));
                    board.failures(failures(board.failures(), end, now));
                    var synced = board.marks().synced();
                    var verdict = Verdicts.of(end, synced != null && synced.rewritten());
                    board.settle(verdict, findings(board.findings(), end), now);
                },
                events);
        drifted = end instanceof Reconciliation.Drifted(_, var plan) ? changes(plan) : 0;
        pendingDeletes =
                end instanceof Reconciliation.Blocked(_, _, var plan, _) ? deletes(plan) : 0;
    }

    /// Tells the gauges how the source stands. Not during an attempt.
    void stand() {
        takeStock();
        services.metrics().stands(configured.owner(), state.read(this::standing));
    }

    private static Marks marks(Marks before, Reconciliation end, long attemptId, Instant now) {
        var material = material(end);
        var attempted =
                new Marks.Attempted(
                        material.map(Material::revision).orElseGet(() -> revision(end)),
                        material.map(Material::inputsDigest).orElse(""),
                        now,
                        attemptId);
        var marks = before.with(attempted);
        if (material.isEmpty()) {
            return marks;
        }
        var read = material.get();
        marks =
                marks.with(
                        new Marks.Fetched(
                                read.revision(), read.digest(), read.commit(), read.fetchedAt()));
        return isInSync(end) ? marks.with(synced(before.synced(), read, now)) : marks;
    }

    private static String revision(Reconciliation end) {
        return end instanceof Reconciliation.Held(var revision, _) ? revision : "";
    }

    /// Whether history was rewritten is said of the revision at which it was, until the next one.
    private static Marks.Synced synced(Marks.@Nullable Synced before, Material read, Instant now) {
        boolean same = before != null && before.revision().equals(read.revision());
        boolean rewritten = (before != null && same) ? before.rewritten() : read.rewritten();
        return new Marks.Synced(
                read.revision(), read.digest(), read.inputsDigest(), now, rewritten);
    }

    private static boolean isInSync(Reconciliation end) {
        return switch (end) {
            case Reconciliation.Applied _, Reconciliation.Unchanged _, Reconciliation.Drifted _ ->
                    true;
            case Reconciliation.Planned _,
                    Reconciliation.Blocked _,
                    Reconciliation.Stalled _,
                    Reconciliation.Waiting _,
                    Reconciliation.Held _,
                    Reconciliation.Interrupted _ ->
                    false;
        };
    }

    static Optional<Material> material(Reconciliation end) {
        return switch (end) {
            case Reconciliation.Applied(var material, _, _) -> Optional.of(material);
            case Reconciliation.Unchanged(var material, _) -> Optional.of(material);
            case Reconciliation.Drifted(var material, _) -> Optional.of(material);
            case Reconciliation.Planned(var material, _) -> Optional.of(material);
            case Reconciliation.Blocked(var material, _, _, _) -> Optional.of(material);
            case Reconciliation.Stalled(var material, _, _, _) -> Optional.ofNullable(material);
            case Reconciliation.Waiting _, Reconciliation.Held _, Reconciliation.Interrupted _ ->
                    Optional.empty();
        };
    }

    private static Failures failures(Failures before, Reconciliation end, Instant now) {
        return switch (end) {
            case Reconciliation.Waiting(var reason, _, _, _) -> before.and(reason.word(), now);
            case Reconciliation.Stalled(_, var reason, _, _) -> before.and(reason.word(), now);
            case Reconciliation.Applied _,
                    Reconciliation.Unchanged _,
                    Reconciliation.Drifted _,
                    Reconciliation.Planned _,
                    Reconciliation.Blocked _,
                    Reconciliation.Held _,
                    Reconciliation.Interrupted _ ->
                    Failures.NONE;
        };
    }

    private Findings findings(Findings before, Reconciliation end) {
        return switch (end) {
            case Reconciliation.Applied(var material, var plan, _) -> found(material, plan, null);
            case Reconciliation.Unchanged(var material, var plan) ->
                    plan == null
                            ? new Findings(before.problems(), null, before.skipped(), stock(before))
                            : found(material, plan, null);
            case Reconciliation.Drifted(var material, var plan) -> found(material, plan, null);
            case Reconciliation.Planned(var material, var plan) -> found(material, plan, null);
            case Reconciliation.Blocked(var material, _, var plan, var rejection) ->
                    found(material, plan, rejection == null ? pending(plan) : null);
            case Reconciliation.Stalled(_, _, _, var problems) -> wrong(before, problems);
            case Reconciliation.Waiting(_, _, _, var problems) -> wrong(before, problems);
            case Reconciliation.Held _, Reconciliation.Interrupted _ -> wrong(before, List.of());
        };
    }

    private Findings found(Material material, Plan plan, Findings.@Nullable Pending pending) {
        var orphans =
                plan.changes().stream()
                        .filter(change ->
                                change instanceof Change.Skip skip
                                        && skip.note() == Change.Note.ORPHAN)
                        .map(change -> change.key().toString())
                        .limit(MOST_ORPHANS)
                        .toList();
        return new Findings(
                plan.problems(),
                pending,
                material.skipped(),
                new Inventory(inventory.count(), inventory.digest(), orphans));
    }

    private Findings wrong(Findings before, List<Problem> problems) {
        return new Findings(problems, null, before.skipped(), stock(before));
    }

    private Inventory stock(Findings before) {
        return new Inventory(inventory.count(), inventory.digest(), before.inventory().orphans());
    }

    private static Findings.@Nullable Pending pending(Plan plan) {
        boolean approvable =
                !plan.guards().isEmpty() && plan.guards().stream().allMatch(Plan.Guard::approvable);
        return approvable ? new Findings.Pending(plan.header().planId(), plan.guards()) : null;
    }

    /// Counts what the source owns, when the store has changed since.
    private void takeStock() {
        var config = services.store().config().state();
        if (config.version() == inventoryVersion) {
            return;
        }
        int count = 0;
        var versions = new StringBuilder();
        for (var object : config.objects().values()) {
            if (object.owner().equals(configured.owner())) {
                count++;
                versions.append(object.key()).append(' ').append(object.resourceVersion());
                versions.append('\n');
            }
        }
        inventory = new Inventory(count, Digests.sha256(versions.toString()), List.of());
        inventoryVersion = config.version();
    }

    private ReconcilerMetrics.Standing standing(StatusBoard board) {
        var marks = board.marks();
        var applied = marks.applied();
        var synced = marks.synced();
        return new ReconcilerMetrics.Standing(
                board.condition(About.READY).filter(c -> c.state() == State.TRUE).isPresent(),
                state.isSuspended(),
                board.condition(About.STALLED).map(c -> c.reason()).orElse(null),
                applied == null ? "" : applied.revision(),
                synced == null ? null : synced.at(),
                board.failures().consecutive(),
                board.nextAttemptAt(),
                inventory.count(),
                drifted,
                pendingDeletes);
    }

    private static int changes(Plan plan) {
        return (int)
                plan.changes().stream().filter(change -> !(change instanceof Change.Skip)).count();
    }

    private static int deletes(Plan plan) {
        return (int) plan.changes().stream().filter(Change.Delete.class::isInstance).count();
    }
}
