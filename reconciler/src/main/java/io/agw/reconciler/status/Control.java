package io.agw.reconciler.status;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What operators have decided about a source. Kept apart from its settings, so that neither a
/// commit nor a restart undoes it. Immutable.
///
/// @param suspension set while the source is suspended
/// @param holds states that are not applied again
/// @param approvals plans that may be carried out in spite of their guards
/// @param rejections plans that were turned down
public record Control(
        @Nullable Suspension suspension,
        List<Hold> holds,
        List<Decision> approvals,
        List<Decision> rejections) {
    public static final Control NONE = new Control(null, List.of(), List.of(), List.of());

    private static final int MOST_DECISIONS = 20;

    public Control {
        holds = List.copyOf(holds);
        approvals = List.copyOf(approvals);
        rejections = List.copyOf(rejections);
    }

    /// The suspension that is in force at that time.
    public Optional<Suspension> suspendedAt(Instant now) {
        return Optional.ofNullable(suspension).filter(s -> !s.isOver(now));
    }

    public Control suspended(Suspension by) {
        return new Control(by, holds, approvals, rejections);
    }

    public Control resumed() {
        return new Control(null, holds, approvals, rejections);
    }

    /// The hold on a state, by its revision or by the digest of its files: a commit elsewhere in
    /// the repository does not make bad files good.
    public Optional<Hold> holdOn(String revision, @Nullable String digest) {
        return holds.stream()
                .filter(hold -> hold.revision().equals(revision) || hold.digest().equals(digest))
                .findFirst();
    }

    public Control holding(Hold hold) {
        var kept = new ArrayList<>(releasing(hold.revision()).holds());
        kept.add(hold);
        return new Control(suspension, kept, approvals, rejections);
    }

    public Control releasing(String revision) {
        var kept = holds.stream().filter(hold -> !hold.revision().equals(revision)).toList();
        return new Control(suspension, kept, approvals, rejections);
    }

    public Control withoutHolds() {
        return new Control(suspension, List.of(), approvals, rejections);
    }

    public boolean isApproved(String planId) {
        return approvals.stream().anyMatch(decision -> decision.planId().equals(planId));
    }

    public Optional<Decision> rejection(String planId) {
        return rejections.stream().filter(d -> d.planId().equals(planId)).findFirst();
    }

    public Control approving(Decision decision) {
        return new Control(
                suspension,
                holds,
                with(approvals, decision),
                without(rejections, decision.planId()));
    }

    public Control rejecting(Decision decision) {
        return new Control(
                suspension,
                holds,
                without(approvals, decision.planId()),
                with(rejections, decision));
    }

    /// Without the approval of a plan that was carried out.
    public Control settled(String planId) {
        return new Control(
                suspension, holds, without(approvals, planId), without(rejections, planId));
    }

    private static List<Decision> with(List<Decision> decisions, Decision newest) {
        var kept = new ArrayList<>(without(decisions, newest.planId()));
        kept.add(newest);
        return kept.subList(Math.max(0, kept.size() - MOST_DECISIONS), kept.size());
    }

    private static List<Decision> without(List<Decision> decisions, String planId) {
        return decisions.stream().filter(d -> !d.planId().equals(planId)).toList();
    }

    /// @param until when it ends by itself, or null
    public record Suspension(String reason, String actor, Instant at, @Nullable Instant until) {
        boolean isOver(Instant now) {
            return until != null && !now.isBefore(until);
        }
    }

    /// @param digest of the held files
    /// @param by what held it: `rollback`
    /// @param to id of the revision that stands instead
    public record Hold(
            String revision, String digest, String by, long to, String actor, String reason) {}

    /// A word on a plan.
    public record Decision(String planId, String actor, String reason, Instant at) {}
}
