package io.agw.server.admin.api;

import io.agw.bundle.plan.Plan;
import io.agw.bundle.problem.Problem;
import io.agw.bundle.problem.Severity;
import io.agw.reconciler.apply.ApplyResult;
import java.util.List;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// What became of an apply, as an answer's body or as an error.
public final class Applied {
    private Applied() {}

    /// `{"plan", "revision"?}` of an apply that was carried out, or had nothing to do.
    ///
    /// @throws AdminError when nothing was written, with the plan or the problems
    public static ObjectNode body(ApplyResult result, Function<Plan, JsonNode> json) {
        return switch (result) {
            case ApplyResult.Applied(var plan, var revision) ->
                    done(plan, json).put("revision", revision);
            case ApplyResult.Unpublished(var plan, _) ->
                    throw AdminError.of(
                            503,
                            "unavailable",
                            "everything is written and not serving yet; the next apply publishes",
                            error -> error.set("plan", json.apply(plan)));
            case ApplyResult.Unchanged(var plan) -> done(plan, json);
            case ApplyResult.Invalid(var plan) -> throw invalid(errors(plan));
            case ApplyResult.Blocked(var plan) ->
                    throw refused(
                            "blocked",
                            "blocked by "
                                    + plan.guards().stream()
                                            .map(Plan.Guard::code)
                                            .distinct()
                                            .toList()
                                    + "; nothing was written",
                            json.apply(plan));
            case ApplyResult.Conflicted(var plan) ->
                    throw refused(
                            "conflict",
                            "objects belong to other owners; nothing was written",
                            json.apply(plan));
            case ApplyResult.Stale(var plan) ->
                    throw refused(
                            "stale_plan",
                            "the plan is no longer what an apply would do; nothing was written",
                            json.apply(plan));
            case ApplyResult.Failed(var message) ->
                    throw AdminError.of(503, "unavailable", message);
        };
    }

    /// A bundle that cannot be used.
    public static AdminError invalid(List<Problem> problems) {
        return AdminError.of(
                422,
                "invalid_bundle",
                AdminError.summary(problems),
                body -> body.set("problems", Json.problems(problems)));
    }

    private static List<Problem> errors(Plan plan) {
        return plan.problems().stream()
                .filter(problem -> problem.severity() == Severity.ERROR)
                .toList();
    }

    private static ObjectNode done(Plan plan, Function<Plan, JsonNode> json) {
        var body = Json.object();
        body.set("plan", json.apply(plan));
        return body;
    }

    private static AdminError refused(String code, String message, JsonNode plan) {
        return AdminError.of(409, code, message, body -> body.set("plan", plan));
    }
}
