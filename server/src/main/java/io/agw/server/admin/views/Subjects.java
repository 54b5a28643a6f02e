package io.agw.server.admin.views;

import io.agw.bundle.model.BudgetWindow;
import io.agw.bundle.plan.AppliedObject;
import io.agw.bundle.price.Dollars;
import io.agw.server.admin.api.AdminError;
import io.agw.server.admin.api.Json;
import io.agw.server.admission.Pausing;
import io.agw.server.admission.Pausing.Paused;
import io.agw.server.admission.budget.Budgets;
import io.agw.server.admission.holder.Holder;
import io.agw.server.admission.policy.Figures;
import io.agw.server.admission.rate.RateLimits;
import io.agw.server.dispatch.Breakers;
import io.agw.store.ConfigStore;
import io.agw.store.Ledger.Sum;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Agents and keys of the configuration as they stand now.
///
/// @param config where they are looked up
/// @param limits of what they may use
/// @param figures what policies go by
public record Subjects(
        ConfigStore config,
        Pausing pausing,
        RateLimits limits,
        Breakers breakers,
        Figures figures) {
    private static final double PARTS = 10_000;

    /// One of them.
    record Subject(SubjectKind kind, String id, JsonNode object) {
        Holder holder() {
            return kind.holder(id);
        }
    }

    /// @throws AdminError when the configuration has none of that id
    Subject find(SubjectKind kind, String id) {
        var key = kind.key(id);
        var object = config.state().objects().get(key);
        if (object == null) {
            throw AdminError.notFound(key.kind().word() + " " + id);
        }
        return subject(kind, object);
    }

    /// All of a kind, in the order of their ids.
    List<Subject> all(SubjectKind kind) {
        return config.state().objects().values().stream()
                .filter(object -> object.key().kind() == kind.kind())
                .sorted((one, other) -> one.key().id().compareTo(other.key().id()))
                .map(object -> subject(kind, object))
                .toList();
    }

    private static Subject subject(SubjectKind kind, AppliedObject object) {
        return new Subject(kind, object.key().id(), object.current().tree());
    }

    /// How one stands.
    ObjectNode status(Subject subject) {
        var holder = subject.holder();
        var paused = pausing.of(holder);
        var object = subject.object();
        var json = Json.object().put("id", subject.id()).put("status", word(object, paused));
        json.set("pause", pause(paused));
        switch (subject.kind()) {
            case AGENT -> {
                json.put("name", object.path("name").asString(""));
                json.put("model", object.path("default_model").asString(null));
                json.set("providers", list(object, "allowed_provider_ids"));
            }
            case VIRTUAL_KEY -> {
                json.put("agent_id", object.path("agent_id").asString(null));
                json.put("team", object.path("team").asString(null));
                json.put("user", object.path("user").asString(null));
            }
        }
        json.set("tags", list(object, "tags"));
        figures(json, holder);
        budgets(json, holder);
        rateLimits(json, holder);
        if (subject.kind() == SubjectKind.AGENT) {
            breakers(json, object.path("allowed_provider_ids"));
        }
        return json;
    }

    private static String word(JsonNode object, @Nullable Paused paused) {
        if (object.path("disabled").asBoolean(false)) {
            return "disabled";
        }
        return paused == null ? "active" : "paused";
    }

    private static @Nullable ObjectNode pause(@Nullable Paused paused) {
        return switch (paused) {
            case null -> null;
            case Paused.Said(var pause) ->
                    Json.object()
                            .put("origin", pause.origin())
                            .put("reason", pause.reason())
                            .put("by", pause.actor())
                            .put("since", pause.since().toString())
                            .put(
                                    "resumes_at",
                                    pause.until() == null ? null : pause.until().toString());
            case Paused.Spent(var exceeded) ->
                    Json.object()
                            .put("origin", "budget:" + exceeded.claim().rule().id())
                            .put("reason", "budget")
                            .put("window", exceeded.cap().window().word())
                            .put(
                                    "resumes_at",
                                    exceeded.roomAt() == null
                                            ? null
                                            : exceeded.roomAt().toString());
        };
    }

    private static JsonNode list(JsonNode object, String member) {
        var list = Json.object().putArray(member);
        object.path(member).forEach(each -> list.add(each.asString()));
        return list;
    }

    /// Null where no policy has anybody count.
    private void figures(ObjectNode json, Holder holder) {
        var used = figures.used(holder);
        var errors = figures.errors(holder);
        long calls = turns(used, BudgetWindow.TOTAL);
        if (calls == 0) {
            json.putNull("figures");
            return;
        }
        long callsThisHour = turns(used, BudgetWindow.HOUR);
        double errorRate = (double) turns(errors, BudgetWindow.HOUR) / Math.max(1, callsThisHour);
        json.putObject("figures")
                .put("cost_this_hour", dollars(used, BudgetWindow.HOUR))
                .put("cost_today", dollars(used, BudgetWindow.DAY))
                .put("total_cost", dollars(used, BudgetWindow.TOTAL))
                .put("tokens_this_hour", used.getOrDefault(BudgetWindow.HOUR, Sum.ZERO).tokens())
                .put("calls_this_hour", callsThisHour)
                .put("call_count", calls)
                .put("error_count", turns(errors, BudgetWindow.TOTAL))
                .put("error_rate", Math.round(errorRate * PARTS) / PARTS);
    }

    private static long turns(Map<BudgetWindow, Sum> sums, BudgetWindow window) {
        return sums.getOrDefault(window, Sum.ZERO).turns();
    }

    private static String dollars(Map<BudgetWindow, Sum> sums, BudgetWindow window) {
        return Dollars.text(sums.getOrDefault(window, Sum.ZERO).nanoDollars());
    }

    private void budgets(ObjectNode json, Holder holder) {
        var array = json.putArray("budgets");
        double most = 0;
        for (var account :
                pausing.budgets().standing(pausing.rules().get().budgets(List.of(holder)))) {
            for (var cap : account.caps()) {
                double ratio = ratio(cap);
                most = Math.max(most, ratio);
                array.add(
                        BudgetEndpoints.view(account, cap)
                                .put("budget_id", account.budgetId())
                                .put("used_ratio", ratio));
            }
        }
        json.put("budget_used_ratio", array.isEmpty() ? null : most);
    }

    /// In steps that people can read.
    private static double ratio(Budgets.CapView cap) {
        double ratio = (double) cap.used() / Math.max(1, cap.cap().most());
        return Math.round(ratio * PARTS) / PARTS;
    }

    private void rateLimits(ObjectNode json, Holder holder) {
        var array = json.putArray("rate_limits");
        for (var met : pausing.rules().get().rates(List.of(holder))) {
            var id = met.rule().id();
            var standing = limits.standing(id, holder.toString());
            var one = array.addObject().put("rate_limit_id", id);
            if (standing != null) {
                RateLimitEndpoints.put(one, standing);
            }
        }
    }

    /// Those of the providers that an agent is kept to.
    private void breakers(ObjectNode json, JsonNode providers) {
        var array = json.putArray("breakers");
        for (var breaker : breakers.views()) {
            for (var provider : providers) {
                if (provider.asString().equals(breaker.providerId())) {
                    array.add(BreakerEndpoints.view(breaker));
                }
            }
        }
    }
}
