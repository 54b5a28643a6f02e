package io.agw.server.admin.views;

import io.agw.server.admin.api.Answer;
import io.agw.server.admin.api.Endpoint;
import io.agw.server.admin.api.Json;
import io.agw.server.dispatch.Breakers;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// `/admin/llm/breakers`: which models of which providers are left alone.
public final class BreakerEndpoints {
    private final Breakers breakers;

    public BreakerEndpoints(Breakers breakers) {
        this.breakers = breakers;
    }

    public List<Endpoint> list() {
        return List.of(
                Endpoint.get(
                        "/admin/llm/breakers",
                        "The breakers of the providers' models.",
                        _ -> Answer.ok(Json.items(breakers.views(), BreakerEndpoints::view))));
    }

    static JsonNode view(Breakers.View breaker) {
        return Json.object()
                .put("provider_id", breaker.providerId())
                .put("upstream_model", breaker.model())
                .put("state", breaker.state())
                .put("calls", breaker.calls())
                .put("failures", breaker.failures())
                .put("probing", breaker.probing())
                .put("opens_in_seconds", breaker.opensIn().toSeconds());
    }
}
