package io.agw.server.admin.views;

import io.agw.bundle.canonical.Durations;
import io.agw.bundle.document.DocumentReader;
import io.agw.bundle.model.Kind;
import io.agw.bundle.model.ObjectKey;
import io.agw.bundle.model.Usd;
import io.agw.server.admin.api.Accepts;
import io.agw.server.admin.api.AdminError;
import io.agw.server.admin.api.Answer;
import io.agw.server.admin.api.Body;
import io.agw.server.admin.api.Call;
import io.agw.server.admin.api.Endpoint;
import io.agw.server.admin.api.Json;
import io.agw.server.admission.budget.BudgetRule;
import io.agw.server.admission.budget.Cap;
import io.agw.server.admission.budget.ChangedCap;
import io.agw.server.admission.budget.ChangedCaps;
import io.agw.server.admission.budget.Measure;
import io.agw.server.admission.rule.AdmissionRules;
import io.agw.store.AuditDraft;
import io.agw.store.AuditLog;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import tools.jackson.databind.node.ObjectNode;

/// `/admin/budgets/{id}/override`: a limit of a budget that an admin changes for a time, whoever
/// owns the budget.
public final class BudgetOverrideEndpoints {
    private static final String PATH = "/admin/budgets/{id}/override";
    private static final Accepts.Members BODY =
            Accepts.Members.of("window", "measure", "limit", "duration", "reason");
    private static final Duration LONGEST = Duration.ofDays(31);
    private static final int LONGEST_REASON = 400;
    private static final long MOST_COUNT = 1_000_000_000_000L;

    private final ChangedCaps changed;
    private final Supplier<AdmissionRules> rules;
    private final Surroundings surroundings;

    /// What endpoints need that change something.
    record Surroundings(AuditLog audit, DocumentReader documents, InstantSource clock) {}

    /// @param rules those that serve
    public BudgetOverrideEndpoints(
            ChangedCaps changed,
            Supplier<AdmissionRules> rules,
            AuditLog audit,
            DocumentReader documents,
            InstantSource clock) {
        this.changed = changed;
        this.rules = rules;
        this.surroundings = new Surroundings(audit, documents, clock);
    }

    public List<Endpoint> list() {
        return List.of(
                Endpoint.get(
                        "/admin/budget_overrides",
                        "Limits of budgets that are other for a time than the configuration says.",
                        _ -> Answer.ok(Json.items(changed.list(), BudgetOverrideEndpoints::view))),
                Endpoint.post(
                                PATH,
                                "Change a limit of a budget for a time.",
                                call -> Answer.of(201, change(call)))
                        .taking(BODY),
                Endpoint.put(
                                "/api/budget/{id}",
                                "Change a limit, by its older path.",
                                call -> Answer.ok(change(call)))
                        .taking(BODY),
                Endpoint.delete(PATH, "Give a budget its own limits again.", this::restore));
    }

    private ObjectNode change(Call call) {
        var rule = budget(call);
        var body = Body.of(call, surroundings.documents(), BODY);
        var cap = cap(rule, body);
        var now = surroundings.clock().instant();
        var one =
                new ChangedCap(
                        rule.id(),
                        cap,
                        reason(body.required("reason")),
                        call.caller().name(),
                        now,
                        now.plus(duration(body.required("duration"))));
        audit(call, "budget.override", rule.id(), view(one));
        changed.change(one);
        return view(one);
    }

    private Answer restore(Call call) {
        var id = call.parameter("id");
        if (changed.list().stream().noneMatch(each -> each.budgetId().equals(id))) {
            throw AdminError.notFound("override of budget " + id);
        }
        audit(call, "budget.restore", id, Json.object());
        changed.restore(id);
        return Answer.ok(Json.object().put("status", "deleted").put("id", id));
    }

    private BudgetRule budget(Call call) {
        var id = call.parameter("id");
        return rules.get()
                .budget(id)
                .orElseThrow(() ->
                        AdminError.notFound(
                                new ObjectKey(Kind.BUDGET, id).kind().word() + " " + id));
    }

    /// Only a limit that the budget has can be another.
    private static Cap cap(BudgetRule rule, Body body) {
        var window = body.required("window");
        var measure = Objects.requireNonNullElse(body.text("measure"), Measure.DOLLARS.word());
        var own =
                rule.caps().stream()
                        .filter(cap -> cap.window().word().equals(window))
                        .filter(cap -> cap.measure().word().equals(measure))
                        .findFirst()
                        .orElseThrow(() -> AdminError.invalid(noSuch(rule, window, measure)));
        return new Cap(own.window(), own.measure(), most(own, body.required("limit")));
    }

    private static String noSuch(BudgetRule rule, String window, String measure) {
        return "\"%s\" of %s (expected: a limit that the budget has: %s)"
                .formatted(
                        window,
                        measure,
                        rule.caps().stream()
                                .map(cap -> cap.window().word() + " of " + cap.measure().word())
                                .collect(Collectors.joining(", ")));
    }

    private static long most(Cap own, String text) {
        var most = own.measure() == Measure.DOLLARS ? Usd.parse(text).map(Usd::nanos) : count(text);
        return most.filter(amount -> amount > 0)
                .orElseThrow(() ->
                        AdminError.invalid(
                                "limit: \""
                                        + text
                                        + "\" (expected: "
                                        + (own.measure() == Measure.DOLLARS
                                                ? Usd.SPELLING.expected()
                                                : "a whole number")
                                        + ", more than 0)"));
    }

    private static Optional<Long> count(String text) {
        return text.matches("[0-9]{1,13}")
                ? Optional.of(Long.parseLong(text)).filter(count -> count <= MOST_COUNT)
                : Optional.empty();
    }

    private static Duration duration(String text) {
        return Durations.parse(text)
                .filter(Duration::isPositive)
                .filter(duration -> duration.compareTo(LONGEST) <= 0)
                .orElseThrow(() ->
                        AdminError.invalid(
                                "duration: \""
                                        + text
                                        + "\" (expected: a duration such as 2h, at most 31 days)"));
    }

    private static String reason(String text) {
        if (text.length() > LONGEST_REASON || text.chars().anyMatch(Character::isISOControl)) {
            throw AdminError.invalid(
                    "reason: (expected: one line of at most " + LONGEST_REASON + " characters)");
        }
        return text.strip();
    }

    private void audit(Call call, String act, String id, ObjectNode detail) {
        var by = call.requester();
        surroundings
                .audit()
                .append(
                        new AuditDraft(
                                by.actor(),
                                act,
                                new ObjectKey(Kind.BUDGET, id).toString(),
                                by.from(),
                                by.requestId(),
                                detail.toString()));
    }

    private static ObjectNode view(ChangedCap one) {
        var cap = one.cap();
        return Json.object()
                .put("budget", one.budgetId())
                .put("window", cap.window().word())
                .put("measure", cap.measure().word())
                .put("limit", cap.measure().text(cap.most()))
                .put("reason", one.reason())
                .put("by", one.actor())
                .put("since", one.since().toString())
                .put("expires_at", one.until().toString());
    }
}
