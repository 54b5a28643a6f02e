package io.agw.server.admin.views;

import io.agw.server.admin.api.AdminError;
import io.agw.server.admin.api.Answer;
import io.agw.server.admin.api.Call;
import io.agw.server.admin.api.Endpoint;
import io.agw.server.admin.api.Json;
import io.agw.server.provider.ProviderTypes;
import io.agw.store.AuditDraft;
import io.agw.store.AuditLog;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// `/admin/llm/provider_types`: the provider types of this build, which can be switched while it
/// runs.
public final class ProviderTypeEndpoints {
    private static final String ALL = "/admin/llm/provider_types";

    private final ProviderTypes types;
    private final AuditLog audit;

    public ProviderTypeEndpoints(ProviderTypes types, AuditLog audit) {
        this.types = types;
        this.audit = audit;
    }

    public List<Endpoint> list() {
        return List.of(
                Endpoint.get(
                        ALL,
                        "The provider types of this build.",
                        _ -> Answer.ok(Json.items(types.names(), this::view))),
                Endpoint.post(
                        ALL + "/{type}/enable",
                        "Let providers of a type be called.",
                        call -> turn(call, true)),
                Endpoint.post(
                        ALL + "/{type}/disable",
                        "Keep providers of a type from being called, until the next start.",
                        call -> turn(call, false)));
    }

    private JsonNode view(String name) {
        return Json.object().put("provider_type", name).put("enabled", types.isEnabled(name));
    }

    private Answer turn(Call call, boolean on) {
        var name = call.parameter("type");
        if (types.find(name) == null) {
            throw AdminError.notFound("provider type " + name);
        }
        var by = call.requester();
        audit.append(
                new AuditDraft(
                        by.actor(),
                        on ? "provider_type.enable" : "provider_type.disable",
                        name,
                        by.from(),
                        by.requestId(),
                        "{}"));
        types.enable(name, on);
        return Answer.ok(view(name));
    }
}
