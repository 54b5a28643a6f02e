package io.agw.server.admin.views;

import io.agw.bundle.canonical.Durations;
import io.agw.bundle.document.DocumentReader;
import io.agw.server.admin.api.Accepts;
import io.agw.server.admin.api.AdminError;
import io.agw.server.admin.api.Answer;
import io.agw.server.admin.api.Body;
import io.agw.server.admin.api.Call;
import io.agw.server.admin.api.Endpoint;
import io.agw.server.admin.api.Json;
import io.agw.server.admin.api.Role;
import io.agw.server.admission.Pausing;
import io.agw.server.admission.holder.Holder;
import io.agw.server.admission.pause.Pause;
import io.agw.server.admission.pause.Pauses.Told;
import io.agw.store.AuditDraft;
import io.agw.store.AuditLog;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// `/admin/agents/{id}/pause` and what belongs to it: who may do nothing for now, and how an
/// operator pauses and resumes.
public final class PauseEndpoints {
    private static final Accepts.Members BODY = Accepts.Members.of("reason", "duration");
    private static final Duration LONGEST = Duration.ofDays(366);
    private static final int LONGEST_REASON = 400;

    private final Subjects subjects;
    private final Pausing pausing;
    private final AuditLog audit;
    private final DocumentReader documents;
    private final InstantSource clock;

    public PauseEndpoints(
            Subjects subjects, AuditLog audit, DocumentReader documents, InstantSource clock) {
        this.subjects = subjects;
        this.pausing = subjects.pausing();
        this.audit = audit;
        this.documents = documents;
        this.clock = clock;
    }

    public List<Endpoint> list() {
        var endpoints = new ArrayList<Endpoint>();
        endpoints.add(
                Endpoint.get(
                        "/admin/pauses",
                        "Agents and keys that an operator or a policy has paused.",
                        _ -> Answer.ok(Json.items(pausing.pauses().list(), PauseEndpoints::view))));
        for (var kind : SubjectKind.values()) {
            for (var path : kind.paths()) {
                endpoints.add(
                        Endpoint.post(
                                        path + "/{id}/pause",
                                        "Pause " + kind.words() + ".",
                                        call -> pause(kind, call))
                                .as(Role.OPERATOR)
                                .taking(BODY));
                endpoints.add(
                        Endpoint.post(
                                        path + "/{id}/resume",
                                        "Resume " + kind.words() + ".",
                                        call -> resume(kind, call))
                                .as(Role.OPERATOR));
            }
        }
        return endpoints;
    }

    private Answer pause(SubjectKind kind, Call call) {
        var subject = subjects.find(kind, call.parameter("id"));
        var body = Body.of(call, documents, BODY);
        var reason = reason(body.textOrEmpty("reason"));
        var duration = duration(body.text("duration"));
        var until = duration == null ? null : clock.instant().plus(duration);
        var detail = Json.object().put("reason", reason);
        detail.put("resumes_at", text(until));
        audit(call, kind, "pause", detail);
        pausing.pause(subject.holder(), new Told(reason, call.caller().name()), until);
        return Answer.ok(subjects.status(subject));
    }

    private Answer resume(SubjectKind kind, Call call) {
        var subject = subjects.find(kind, call.parameter("id"));
        audit(call, kind, "resume", Json.object());
        pausing.resume(subject.holder(), call.caller().name());
        return Answer.ok(subjects.status(subject));
    }

    private void audit(Call call, SubjectKind kind, String act, ObjectNode detail) {
        var by = call.requester();
        var key = kind.key(call.parameter("id"));
        audit.append(
                new AuditDraft(
                        by.actor(),
                        key.kind().word() + "." + act,
                        key.toString(),
                        by.from(),
                        by.requestId(),
                        detail.toString()));
    }

    private static String reason(String text) {
        if (text.length() > LONGEST_REASON || text.chars().anyMatch(Character::isISOControl)) {
            throw AdminError.invalid(
                    "reason: (expected: one line of at most " + LONGEST_REASON + " characters)");
        }
        return text.strip();
    }

    private static @Nullable Duration duration(@Nullable String text) {
        if (text == null) {
            return null;
        }
        return Durations.parse(text)
                .filter(Duration::isPositive)
                .filter(duration -> duration.compareTo(LONGEST) <= 0)
                .orElseThrow(() ->
                        AdminError.invalid(
                                "duration: \""
                                        + text
                                        + "\" (expected: a duration such as 15m, at most a year)"));
    }

    private static JsonNode view(Pause pause) {
        Holder holder = pause.holder();
        return Json.object()
                .put("kind", holder.type().word())
                .put("id", holder.id())
                .put("origin", pause.origin())
                .put("reason", pause.reason())
                .put("by", pause.actor())
                .put("since", pause.since().toString())
                .put("resumes_at", text(pause.until()));
    }

    private static @Nullable String text(@Nullable Instant time) {
        return time == null ? null : time.toString();
    }
}
