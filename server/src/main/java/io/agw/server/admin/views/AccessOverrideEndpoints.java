package io.agw.server.admin.views;

import io.agw.bundle.canonical.Durations;
import io.agw.bundle.document.DocumentReader;
import io.agw.bundle.model.NamePattern;
import io.agw.server.access.Permit;
import io.agw.server.access.Permits;
import io.agw.server.access.Sort;
import io.agw.server.admin.api.Accepts;
import io.agw.server.admin.api.AdminError;
import io.agw.server.admin.api.Answer;
import io.agw.server.admin.api.Body;
import io.agw.server.admin.api.Call;
import io.agw.server.admin.api.Endpoint;
import io.agw.server.admin.api.Json;
import io.agw.server.admission.holder.Holder;
import io.agw.server.admission.holder.HolderType;
import io.agw.store.AuditDraft;
import io.agw.store.AuditLog;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import tools.jackson.databind.node.ObjectNode;

/// `/admin/access_overrides`: what an admin lets somebody use for a time.
public final class AccessOverrideEndpoints {
    private static final String PATH = "/admin/access_overrides";
    private static final Accepts.Members BODY =
            Accepts.Members.of("subject", "model", "agent", "route", "duration", "reason");
    private static final Duration LONGEST = Duration.ofDays(1);
    private static final int LONGEST_TEXT = 400;

    private final Permits permits;
    private final AuditLog audit;
    private final DocumentReader documents;
    private final InstantSource clock;

    public AccessOverrideEndpoints(
            Permits permits, AuditLog audit, DocumentReader documents, InstantSource clock) {
        this.permits = permits;
        this.audit = audit;
        this.documents = documents;
        this.clock = clock;
    }

    public List<Endpoint> list() {
        return List.of(
                Endpoint.get(
                        PATH,
                        "What somebody may use for a time although it is not allowed.",
                        _ -> Answer.ok(Json.items(permits.list(), AccessOverrideEndpoints::view))),
                Endpoint.post(PATH, "Let somebody use something for a time.", this::add)
                        .taking(BODY),
                Endpoint.delete(PATH + "/{id}", "Take it back.", this::remove));
    }

    private Answer add(Call call) {
        var body = Body.of(call, documents, BODY);
        var what = sort(body);
        var now = clock.instant();
        var permit =
                new Permit(
                        UUID.randomUUID().toString(),
                        holder(body.required("subject")),
                        what,
                        pattern(body.required(what.word())),
                        line("reason", body.required("reason")),
                        call.caller().name(),
                        now,
                        now.plus(duration(body.required("duration"))));
        audit(call, "access_override.create", permit.id(), view(permit));
        permits.add(permit);
        return Answer.of(201, view(permit));
    }

    private Answer remove(Call call) {
        var id = call.parameter("id");
        if (permits.list().stream().noneMatch(permit -> permit.id().equals(id))) {
            throw AdminError.notFound("access override " + id);
        }
        audit(call, "access_override.delete", id, Json.object());
        permits.remove(id);
        return Answer.ok(Json.object().put("status", "deleted").put("id", id));
    }

    private static Sort sort(Body body) {
        var given =
                Arrays.stream(Sort.values())
                        .filter(sort -> body.text(sort.word()) != null)
                        .toList();
        if (given.size() != 1) {
            throw AdminError.invalid(
                    "%d of model, agent and route are given (expected: one of them)"
                            .formatted(given.size()));
        }
        return given.getFirst();
    }

    private static Holder holder(String text) {
        int colon = text.indexOf(':');
        var id = text.substring(colon + 1);
        return HolderType.ofWord(colon < 0 ? "" : text.substring(0, colon))
                .filter(Permit::isFor)
                .filter(_ -> !id.isBlank())
                .map(type -> new Holder(type, line("subject", id)))
                .orElseThrow(() ->
                        AdminError.invalid(
                                "subject: \""
                                        + text
                                        + "\" (expected: one of "
                                        + Arrays.stream(HolderType.values())
                                                .filter(Permit::isFor)
                                                .map(HolderType::word)
                                                .collect(Collectors.joining(", "))
                                        + ", a colon, and an id)"));
    }

    private static String pattern(String text) {
        if (!NamePattern.isWellFormed(text)) {
            throw AdminError.invalid("\"" + text + "\" (expected: " + NamePattern.EXPECTED + ")");
        }
        return line("name", text);
    }

    private static Duration duration(String text) {
        return Durations.parse(text)
                .filter(Duration::isPositive)
                .filter(duration -> duration.compareTo(LONGEST) <= 0)
                .orElseThrow(() ->
                        AdminError.invalid(
                                "duration: \""
                                        + text
                                        + "\" (expected: a duration such as 1h, at most a day)"));
    }

    private static String line(String name, String text) {
        if (text.length() > LONGEST_TEXT || text.chars().anyMatch(Character::isISOControl)) {
            throw AdminError.invalid(
                    name + ": (expected: one line of at most " + LONGEST_TEXT + " characters)");
        }
        return text.strip();
    }

    private void audit(Call call, String act, String id, ObjectNode detail) {
        var by = call.requester();
        audit.append(
                new AuditDraft(
                        by.actor(),
                        act,
                        "access_override/" + id,
                        by.from(),
                        by.requestId(),
                        detail.toString()));
    }

    private static ObjectNode view(Permit permit) {
        return Json.object()
                .put("id", permit.id())
                .put("subject", permit.holder().toString())
                .put(permit.sort().word(), permit.pattern())
                .put("reason", permit.reason())
                .put("by", permit.actor())
                .put("since", permit.since().toString())
                .put("expires_at", permit.until().toString());
    }
}
