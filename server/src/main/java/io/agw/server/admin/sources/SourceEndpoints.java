package io.agw.server.admin.sources;

import io.agw.bundle.document.DocumentReader;
import io.agw.bundle.plan.Plan;
import io.agw.bundle.plan.PlanJson;
import io.agw.reconciler.Reconciler;
import io.agw.reconciler.loop.Desk;
import io.agw.reconciler.loop.Operated;
import io.agw.reconciler.loop.Preview;
import io.agw.server.admin.api.Accepts;
import io.agw.server.admin.api.AdminError;
import io.agw.server.admin.api.Answer;
import io.agw.server.admin.api.Applied;
import io.agw.server.admin.api.Body;
import io.agw.server.admin.api.Call;
import io.agw.server.admin.api.Endpoint;
import io.agw.server.admin.api.Json;
import io.agw.server.admin.api.Role;
import io.agw.server.admin.overrides.Overrides;
import io.agw.store.Revision;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// The sources of this process. Thread-safe.
public final class SourceEndpoints {
    private static final String ALL = "/admin/gitops/sources";
    private static final String ONE = ALL + "/{id}";
    private static final Accepts.Members RECONCILE = Accepts.Members.of("force");
    private static final Accepts.Members SUSPEND = Accepts.Members.of("reason", "until");
    private static final Accepts.Members DECISION = Accepts.Members.of("plan_id", "reason");
    private static final Accepts.Members ROLLBACK = Accepts.Members.of("to", "reason");
    private static final Accepts.Members RELEASE = Accepts.Members.of("revision");
    private static final int USUAL_HISTORY = 20;
    private static final int MOST_HISTORY = 50;

    private final Reconciler reconciler;
    private final PlanJson plans;
    private final Overrides overrides;
    private final DocumentReader documents;

    public SourceEndpoints(
            Reconciler reconciler, PlanJson plans, Overrides overrides, DocumentReader documents) {
        this.reconciler = reconciler;
        this.plans = plans;
        this.overrides = overrides;
        this.documents = documents;
    }

    public List<Endpoint> list() {
        return List.of(
                Endpoint.get(
                        ALL,
                        "List every source with its status.",
                        _ -> Answer.ok(Json.items(reconciler.statuses(), overrides::shown))),
                Endpoint.get(ONE, "Show the status of a source.", call -> Answer.ok(status(call))),
                Endpoint.get(ONE + "/plan", "Say what a reconcile would do now.", this::plan),
                Endpoint.get(ONE + "/history", "List what a source applied.", this::history)
                        .asking(Set.of("limit")),
                Endpoint.post(ONE + "/reconcile", "Reconcile a source now.", this::reconcile)
                        .as(Role.OPERATOR)
                        .taking(RECONCILE),
                Endpoint.post(ONE + "/suspend", "Stop applying a source.", this::suspend)
                        .as(Role.OPERATOR)
                        .taking(SUSPEND),
                Endpoint.post(
                                ONE + "/resume",
                                "Go on applying a source.",
                                call -> operated(call, desk(call).resume(call.requester())))
                        .as(Role.OPERATOR),
                Endpoint.post(
                                ONE + "/approve",
                                "Let the plan that waits be applied.",
                                this::approve)
                        .taking(DECISION),
                Endpoint.post(ONE + "/reject", "Turn the plan that waits down.", this::reject)
                        .taking(DECISION),
                Endpoint.post(ONE + "/rollback", "Go back to an earlier revision.", this::rollback)
                        .taking(ROLLBACK),
                Endpoint.post(ONE + "/release", "End the hold on a revision.", this::release)
                        .taking(RELEASE));
    }

    private Desk desk(Call call) {
        var id = call.parameter("id");
        return reconciler.source(id).orElseThrow(() -> AdminError.notFound("source " + id));
    }

    private JsonNode status(Call call) {
        return overrides.shown(desk(call).status());
    }

    private JsonNode json(Plan plan) {
        return plans.write(overrides.shown(plan), PlanJson.Unchanged.COUNTED);
    }

    private Answer plan(Call call) {
        return switch (desk(call).plan()) {
            case Preview.Planned(var plan) -> Answer.ok(json(plan));
            case Preview.Invalid(var problems) -> throw Applied.invalid(problems);
            case Preview.Unreadable(var reason, var message, var problems) ->
                    throw AdminError.of(
                            503,
                            "unavailable",
                            reason.word() + ": " + message,
                            body -> body.set("problems", Json.problems(problems)));
        };
    }

    private Answer history(Call call) {
        var revisions = desk(call).history(call.number("limit", USUAL_HISTORY, MOST_HISTORY));
        return Answer.ok(Json.items(revisions, SourceEndpoints::view));
    }

    private static JsonNode view(Revision revision) {
        var draft = revision.draft();
        var view =
                Json.object()
                        .put("id", revision.id())
                        .put("at", Json.time(revision.at()))
                        .put("actor", draft.actor())
                        .put("trigger", draft.trigger())
                        .put("revision", draft.revision())
                        .put("digest", draft.digest());
        var counts = view.putObject("counts");
        draft.counts().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(count -> counts.put(count.getKey(), count.getValue()));
        return view.put("took_ms", draft.took().toMillis());
    }

    private Answer reconcile(Call call) {
        var body = Body.of(call, documents, RECONCILE);
        return operated(call, desk(call).reconcile(call.requester(), body.flag("force")));
    }

    private Answer suspend(Call call) {
        var body = Body.of(call, documents, SUSPEND);
        var until = until(body.text("until"));
        return operated(call, desk(call).suspend(call.requester(), body.required("reason"), until));
    }

    private static @Nullable Instant until(@Nullable String text) {
        if (text == null) {
            return null;
        }
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw AdminError.invalid(
                    "until: \"" + text + "\" (expected: RFC 3339, such as 2026-11-21T12:00:00Z)");
        }
    }

    private Answer approve(Call call) {
        var body = Body.of(call, documents, DECISION);
        var plan = body.required("plan_id");
        return operated(
                call, desk(call).approve(call.requester(), plan, body.textOrEmpty("reason")));
    }

    private Answer reject(Call call) {
        var body = Body.of(call, documents, DECISION);
        var plan = body.required("plan_id");
        return operated(
                call, desk(call).reject(call.requester(), plan, body.textOrEmpty("reason")));
    }

    private Answer rollback(Call call) {
        var body = Body.of(call, documents, ROLLBACK);
        var to = body.number("to");
        return operated(
                call, desk(call).rollback(call.requester(), to, body.textOrEmpty("reason")));
    }

    private Answer release(Call call) {
        var body = Body.of(call, documents, RELEASE);
        return operated(call, desk(call).release(call.requester(), body.required("revision")));
    }

    private Answer operated(Call call, Operated operated) {
        return switch (operated) {
            case Operated.Done() -> Answer.ok(status(call));
            case Operated.Requested(var token) ->
                    Answer.of(202, Json.object().put("request", token));
            case Operated.Suspended(var reason, var actor) ->
                    throw AdminError.of(
                            409,
                            "suspended",
                            "source "
                                    + call.parameter("id")
                                    + " is suspended by "
                                    + actor
                                    + ": "
                                    + reason
                                    + " (expected: resume it first)");
            case Operated.Past(var until, var now) ->
                    throw AdminError.invalid(
                            "until: \""
                                    + Json.time(until)
                                    + "\" (expected: a time after now, which is "
                                    + Json.time(now)
                                    + ")");
            case Operated.Unknown(var what) -> throw AdminError.notFound(what);
            case Operated.NotHeld(var revision, var held) ->
                    throw AdminError.of(
                            404,
                            "not_found",
                            "revision "
                                    + revision
                                    + " is not held back (expected: "
                                    + (held.isEmpty()
                                            ? "a held one, and none is"
                                            : String.join(", ", held))
                                    + ")");
            case Operated.Failed(var message) -> throw AdminError.of(503, "unavailable", message);
            case Operated.RolledBack(var result) -> {
                var body = Applied.body(result, this::json);
                body.set("status", status(call));
                yield Answer.ok(body);
            }
        };
    }
}
