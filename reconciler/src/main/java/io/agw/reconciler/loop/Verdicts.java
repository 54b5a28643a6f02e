package io.agw.reconciler.loop;

import io.agw.bundle.plan.Plan;
import io.agw.reconciler.status.Condition.About;
import io.agw.reconciler.status.Condition.State;
import io.agw.reconciler.status.Phase;
import io.agw.reconciler.status.Reason;
import io.agw.reconciler.status.Verdict;
import io.agw.reconciler.status.Verdict.Said;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// What the end of an attempt means for a source's status.
final class Verdicts {
    private static final Set<Reason> OF_FETCHING =
            EnumSet.of(
                    Reason.AUTHENTICATION_FAILED,
                    Reason.GIT_OPERATION_FAILED,
                    Reason.REF_NOT_FOUND,
                    Reason.PATH_NOT_FOUND,
                    Reason.HOST_KEY_MISMATCH,
                    Reason.TIMEOUT,
                    Reason.READ_FAILED,
                    Reason.REPO_TOO_LARGE,
                    Reason.BUNDLE_TOO_LARGE,
                    Reason.TOO_MANY_FILES,
                    Reason.FILE_TOO_LARGE,
                    Reason.SYMLINK_NOT_ALLOWED,
                    Reason.UNSAFE_PATH);

    private Verdicts() {}

    /// @param rewritten whether history was rewritten on the way to what is applied
    /// @throws IllegalArgumentException for an attempt that was not carried through, which says
    ///   nothing about the source
    static Verdict of(Reconciliation end, boolean rewritten) {
        var raised = raised(end);
        if (rewritten) {
            raised.put(
                    About.HISTORY_REWRITTEN,
                    new Said(
                            Reason.HISTORY_REWRITTEN,
                            "history was rewritten before this revision"));
        }
        return switch (end) {
            case Reconciliation.Applied(var material, var plan, _) ->
                    new Verdict(
                            Phase.SYNCED,
                            State.TRUE,
                            new Said(
                                    Reason.APPLIED,
                                    "applied %s (%s)"
                                            .formatted(material.revision(), counted(plan))),
                            raised);
            case Reconciliation.Unchanged(var material, _) ->
                    new Verdict(
                            Phase.SYNCED,
                            State.TRUE,
                            new Said(Reason.NO_CHANGE, "in sync with " + material.revision()),
                            raised);
            case Reconciliation.Drifted(var material, _) ->
                    new Verdict(
                            Phase.SYNCED,
                            State.TRUE,
                            new Said(Reason.DRIFTED, "applied " + material.revision()),
                            raised);
            case Reconciliation.Planned(var material, var plan) ->
                    new Verdict(
                            Phase.PLANNED,
                            State.FALSE,
                            new Said(
                                    Reason.PLAN_ONLY,
                                    "would apply %s (%s)"
                                            .formatted(material.revision(), counted(plan))),
                            raised);
            case Reconciliation.Blocked blocked ->
                    new Verdict(Phase.BLOCKED, State.FALSE, said(blocked), raised);
            case Reconciliation.Stalled(_, var reason, var message, _) ->
                    new Verdict(Phase.STALLED, State.FALSE, new Said(reason, message), raised);
            case Reconciliation.Waiting(var reason, var message, _, _) ->
                    new Verdict(Phase.FAILED, State.FALSE, new Said(reason, message), raised);
            case Reconciliation.Held(var revision, var hold) ->
                    new Verdict(
                            Phase.HELD,
                            State.FALSE,
                            new Said(
                                    Reason.ROLLED_BACK,
                                    "%s is held: rolled back by %s%s"
                                            .formatted(revision, hold.actor(), why(hold.reason()))),
                            raised);
            case Reconciliation.Interrupted() ->
                    throw new IllegalArgumentException("an interrupted attempt has no verdict");
        };
    }

    private static Map<About, Said> raised(Reconciliation end) {
        var raised = new EnumMap<About, Said>(About.class);
        switch (end) {
            case Reconciliation.Applied _,
                    Reconciliation.Unchanged _,
                    Reconciliation.Planned _,
                    Reconciliation.Held _,
                    Reconciliation.Interrupted _ -> {}
            case Reconciliation.Drifted(_, var plan) ->
                    raised.put(
                            About.DRIFTED,
                            new Said(Reason.DRIFTED, counted(plan) + " behind the source's back"));
            case Reconciliation.Blocked blocked -> raised.put(About.BLOCKED, said(blocked));
            case Reconciliation.Stalled(_, var reason, var message, _) -> {
                raised.put(About.STALLED, new Said(reason, message));
                fetchFailed(reason, message, raised);
            }
            case Reconciliation.Waiting(var reason, var message, _, _) ->
                    fetchFailed(reason, message, raised);
        }
        return raised;
    }

    private static void fetchFailed(Reason reason, String message, Map<About, Said> raised) {
        if (OF_FETCHING.contains(reason)) {
            raised.put(About.FETCH_FAILED, new Said(reason, message));
        }
    }

    private static Said said(Reconciliation.Blocked blocked) {
        var planId = blocked.plan().header().planId();
        var rejection = blocked.rejection();
        if (rejection != null) {
            return new Said(
                    Reason.REJECTED,
                    "plan %s was rejected by %s%s"
                            .formatted(planId, rejection.actor(), why(rejection.reason())));
        }
        var guards =
                blocked.plan().guards().stream()
                        .map(guard ->
                                "%s: %s (allowed: %s)"
                                        .formatted(guard.code(), guard.actual(), guard.limit()))
                        .collect(Collectors.joining("; "));
        boolean approvable =
                !blocked.plan().guards().isEmpty()
                        && blocked.plan().guards().stream().allMatch(Plan.Guard::approvable);
        return new Said(
                blocked.reason(),
                guards + (approvable ? ", approve with: agwctl gitops approve " + planId : ""));
    }

    private static String why(String reason) {
        return reason.isEmpty() ? "" : ": " + reason;
    }

    /// `3 create, 1 update, 40 skip`.
    private static String counted(Plan plan) {
        return plan.counts().entrySet().stream()
                .filter(count -> count.getValue() > 0)
                .map(count -> count.getValue() + " " + count.getKey())
                .collect(Collectors.joining(", "));
    }
}
