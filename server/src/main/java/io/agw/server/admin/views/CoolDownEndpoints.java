package io.agw.server.admin.views;

import io.agw.server.admin.api.AdminError;
import io.agw.server.admin.api.Answer;
import io.agw.server.admin.api.Call;
import io.agw.server.admin.api.Endpoint;
import io.agw.server.admin.api.Json;
import io.agw.server.admin.api.Role;
import io.agw.server.dispatch.CoolDowns;
import io.agw.store.AuditDraft;
import io.agw.store.AuditLog;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// `/admin/llm/cooldowns`: which credentials are left alone, and how an operator has one used
/// again.
public final class CoolDownEndpoints {
    private static final String ALL = "/admin/llm/cooldowns";

    private final CoolDowns coolDowns;
    private final AuditLog audit;

    public CoolDownEndpoints(CoolDowns coolDowns, AuditLog audit) {
        this.coolDowns = coolDowns;
        this.audit = audit;
    }

    public List<Endpoint> list() {
        return List.of(
                Endpoint.get(
                        ALL,
                        "The credentials that are left alone.",
                        _ -> Answer.ok(Json.items(coolDowns.views(), CoolDownEndpoints::view))),
                Endpoint.post(
                                ALL + "/{credential}/end",
                                "Use a credential again at once.",
                                this::end)
                        .as(Role.OPERATOR));
    }

    private static JsonNode view(CoolDowns.View coolDown) {
        return Json.object()
                .put("credential_id", coolDown.credentialId())
                .put("upstream_model", coolDown.model())
                .put("status", coolDown.status())
                .put("ends_in_seconds", coolDown.left().toSeconds());
    }

    private Answer end(Call call) {
        var id = call.parameter("credential");
        if (coolDowns.views().stream().noneMatch(each -> each.credentialId().equals(id))) {
            throw AdminError.notFound("cool-down of credential " + id);
        }
        var by = call.requester();
        audit.append(
                new AuditDraft(by.actor(), "cooldown.end", id, by.from(), by.requestId(), "{}"));
        coolDowns.forget(id);
        return Answer.ok(Json.object().put("status", "ended").put("credential_id", id));
    }
}
