package io.agw.server.admin.views;

import io.agw.bundle.model.Agent;
import io.agw.bundle.model.Kind;
import io.agw.bundle.model.ObjectKey;
import io.agw.server.admin.api.AdminError;
import io.agw.server.admin.api.Answer;
import io.agw.server.admin.api.Call;
import io.agw.server.admin.api.Endpoint;
import io.agw.server.admin.api.Json;
import io.agw.server.admission.budget.Budgets;
import io.agw.server.admission.rule.AdmissionRules;
import io.agw.store.ConfigStore;
import java.util.List;
import java.util.function.Supplier;
import tools.jackson.databind.node.ObjectNode;

/// `/admin/budgets/{id}/status`: what was used of a budget, by whom, and until when it counts.
public final class BudgetEndpoints {
    private static final int MOST = 1_000;

    private final ConfigStore config;
    private final Budgets budgets;
    private final Supplier<AdmissionRules> rules;

    /// @param rules those that serve
    public BudgetEndpoints(ConfigStore config, Budgets budgets, Supplier<AdmissionRules> rules) {
        this.config = config;
        this.budgets = budgets;
        this.rules = rules;
    }

    public List<Endpoint> list() {
        return List.of(
                Endpoint.get(
                        "/admin/budgets/{id}/status", "What was used of a budget.", this::status));
    }

    private Answer status(Call call) {
        var id = call.parameter("id");
        var key = Agent.ofBudget(id).orElseGet(() -> new ObjectKey(Kind.BUDGET, id));
        if (!config.state().objects().containsKey(key)) {
            throw AdminError.notFound(key.kind().word() + " " + id);
        }
        var caps =
                rules.get().budget(id).stream()
                        .flatMap(rule -> budgets.views(rule, MOST).stream())
                        .flatMap(view -> view.caps().stream().map(cap -> view(view, cap)));
        return Answer.ok(Json.items(caps.toList(), each -> each));
    }

    static ObjectNode view(Budgets.View account, Budgets.CapView view) {
        var cap = view.cap();
        var measure = cap.measure();
        long left = Math.max(0, cap.most() - view.used() - view.held());
        return Json.object()
                .put("holder", account.holder())
                .put("window", cap.window().word())
                .put("measure", measure.word())
                .put("limit", measure.text(cap.most()))
                .put("spent", measure.text(view.used()))
                .put("reserved", measure.text(view.held()))
                .put("remaining", measure.text(left))
                .put("resets_at", view.until() == null ? null : view.until().toString());
    }
}
