package io.agw.server.admin.objects;

import io.agw.bundle.model.ObjectKey;
import io.agw.bundle.plan.AppliedObject;
import io.agw.bundle.plan.Change;
import io.agw.bundle.plan.Owner;
import io.agw.bundle.plan.Plan;
import io.agw.bundle.problem.Code;
import io.agw.bundle.problem.Problem;
import io.agw.bundle.problem.Severity;
import io.agw.reconciler.apply.ApplyResult;
import io.agw.reconciler.apply.EditResult;
import io.agw.server.admin.api.AdminError;
import io.agw.server.admin.api.Json;
import java.util.List;

/// What became of an edit, as a status and an error body.
final class EditAnswers {
    private EditAnswers() {}

    /// Returns when the edit was carried out.
    ///
    /// @throws AdminError when it was not, saying why
    static void expectDone(EditResult result) {
        switch (result) {
            case EditResult.Planned(var applied) -> expectApplied(applied);
            case EditResult.Missing(var key) -> throw AdminError.notFound(name(key));
            case EditResult.Exists(var object) ->
                    throw AdminError.of(
                            409,
                            "exists",
                            name(object.key())
                                    + " exists already (expected: another id, or PUT to replace it)",
                            body -> body.put("owner", object.owner().name()));
            case EditResult.ReadOnly(var object) ->
                    throw AdminError.of(
                            409,
                            "read_only",
                            name(object.key())
                                    + " comes from the static configuration "
                                    + object.origin()
                                    + " (expected: a change there and a restart)");
            case EditResult.Rotating(var object) ->
                    throw AdminError.of(
                            409,
                            "rotating",
                            name(object.key())
                                    + " still works by the text before its present one (expected: to retire that first, or an overlap of 0s, which ends both)");
        }
    }

    private static void expectApplied(ApplyResult result) {
        switch (result) {
            case ApplyResult.Applied _, ApplyResult.Unchanged _ -> {}
            case ApplyResult.Conflicted(var plan) -> throw owned(plan);
            case ApplyResult.Invalid(var plan) -> throw invalid(plan);
            case ApplyResult.Blocked(var plan) -> throw blocked(plan);
            case ApplyResult.Stale _ ->
                    throw AdminError.of(
                            409,
                            "stale_plan",
                            "the object changed at the same time (expected: try again)");
            case ApplyResult.Unpublished _ ->
                    throw AdminError.of(
                            503,
                            "unavailable",
                            "the object is written and not serving yet; the next write publishes");
            case ApplyResult.Failed(var message) ->
                    throw AdminError.of(503, "unavailable", message);
        }
    }

    private static AdminError invalid(Plan plan) {
        return AdminError.invalid(errors(plan));
    }

    private static AdminError blocked(Plan plan) {
        var referrers = errors(plan).stream().filter(p -> p.code() == Code.DELETE_BLOCKED).toList();
        if (!referrers.isEmpty()) {
            return AdminError.of(
                    409,
                    "in_use",
                    referrers.getFirst().message(),
                    body -> body.set("problems", Json.problems(referrers)));
        }
        var guards = plan.guards().stream().map(Plan.Guard::code).distinct().toList();
        return AdminError.of(409, "blocked", "blocked by " + guards);
    }

    private static List<Problem> errors(Plan plan) {
        return plan.problems().stream()
                .filter(problem -> problem.severity() == Severity.ERROR)
                .toList();
    }

    private static AdminError owned(Plan plan) {
        for (var change : plan.changes()) {
            if (change instanceof Change.Conflict conflict) {
                return owned(conflict.applied());
            }
        }
        return AdminError.of(409, "conflict", "the object belongs to another owner");
    }

    private static AdminError owned(AppliedObject object) {
        return AdminError.of(
                409,
                "owned",
                name(object.key())
                        + " belongs to "
                        + (object.owner().equals(Owner.ADMIN)
                                ? "admin"
                                : "source " + object.owner())
                        + ", declared at "
                        + object.origin()
                        + " (expected: a change there, or force=true with a reason)",
                body -> {
                    body.put("owner", object.owner().name());
                    body.set("origin", Json.origin(object.origin()));
                });
    }

    private static String name(ObjectKey key) {
        return key.kind().word() + " " + key.id();
    }
}
