package io.agw.server.admin.views;

import io.agw.bundle.model.Provider;
import io.agw.server.admin.api.AdminError;
import io.agw.server.admin.api.Answer;
import io.agw.server.admin.api.Call;
import io.agw.server.admin.api.Endpoint;
import io.agw.server.admin.api.Json;
import io.agw.server.admin.api.Role;
import io.agw.server.survey.FoundModel;
import io.agw.server.survey.ModelList;
import io.agw.server.survey.Survey;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// What providers list and how they do in their checks, as the gateway found out by itself.
public final class SurveyEndpoints {
    private static final String MODELS = "/admin/llm/models/providers/{provider_id}/";

    private final Survey survey;

    public SurveyEndpoints(Survey survey) {
        this.survey = survey;
    }

    public List<Endpoint> list() {
        return List.of(
                Endpoint.get(
                        MODELS + "discovered",
                        "The models that a provider lists, as last asked.",
                        call -> {
                            var provider = provider(call);
                            var list = survey.list(provider.id());
                            boolean isAsked = list.fetchedAt() != null || list.problem() != null;
                            return Answer.ok(
                                    view(provider, isAsked ? list : survey.refresh(provider)));
                        }),
                Endpoint.post(
                                MODELS + "refresh",
                                "Ask a provider for its models now.",
                                this::refresh)
                        .as(Role.OPERATOR),
                Endpoint.get(
                        "/admin/llm/provider_health",
                        "How providers do in their checks.",
                        _ -> Answer.ok(Json.items(survey.providers(), this::health))));
    }

    private Answer refresh(Call call) {
        var provider = provider(call);
        var list = survey.refresh(provider);
        if (list.problem() != null) {
            throw AdminError.of(
                    502,
                    "upstream_failed",
                    "provider " + provider.id() + " does not list its models: " + list.problem());
        }
        return Answer.ok(view(provider, list).put("provider_id", provider.id()));
    }

    private Provider provider(Call call) {
        var id = call.parameter("provider_id");
        return survey.provider(id).orElseThrow(() -> AdminError.notFound("provider " + id));
    }

    /// A provider that could not be asked has one item, which says why.
    private static ObjectNode view(Provider provider, ModelList list) {
        if (list.problem() != null && list.models().isEmpty()) {
            return Json.items(
                    List.of(provider),
                    each -> item(each, "error").put("last_error", list.problem()));
        }
        return Json.items(list.models().values(), model -> model(provider, model, list));
    }

    private static JsonNode model(Provider provider, FoundModel model, ModelList list) {
        var item = item(provider, "ok").put("upstream_model", model.name());
        put(item, "display_name", model.displayName());
        put(item, "description", model.description());
        var known = model.capabilities();
        var can = item.putObject("capabilities");
        put(can, "streaming", known.streaming());
        put(can, "tools", known.tools());
        put(can, "vision", known.vision());
        put(can, "json", known.json());
        put(can, "embeddings", known.embeddings());
        put(can, "context_window", known.contextWindow());
        put(can, "max_input_tokens", model.inputLimit());
        put(can, "max_output_tokens", known.maxOutputTokens());
        if (list.fetchedAt() != null) {
            item.put("fetched_at", Json.time(list.fetchedAt()));
        }
        put(item, "last_error", list.problem());
        return item;
    }

    private static ObjectNode item(Provider provider, String status) {
        return Json.object()
                .put("provider_id", provider.id())
                .put("provider_type", provider.providerType())
                .put("status", status);
    }

    private JsonNode health(String id) {
        var health = survey.health(id);
        var item = Json.object().put("provider_id", id);
        if (!survey.isChecked(id)) {
            return item.put("status", "unchecked");
        }
        item.put("status", health.healthy() ? "healthy" : "unhealthy");
        if (health.checkedAt() != null) {
            item.put("checked_at", Json.time(health.checkedAt()));
        }
        put(item, "last_error", health.problem());
        return item;
    }

    private static void put(ObjectNode item, String name, @Nullable Object value) {
        if (value != null) {
            item.putPOJO(name, value);
        }
    }
}
