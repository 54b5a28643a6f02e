package io.agw.server.admin.views;

import io.agw.bundle.model.Kind;
import io.agw.bundle.model.LlmProtocol;
import io.agw.server.admin.api.AdminError;
import io.agw.server.admin.api.Answer;
import io.agw.server.admin.api.Call;
import io.agw.server.admin.api.Endpoint;
import io.agw.server.admin.api.Json;
import io.agw.server.admin.api.Role;
import io.agw.server.provider.ProviderTypes;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;

/// Health, metrics, the schema, and the lists of what this build can do.
public final class ViewEndpoints {
    private static final String PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";

    private final Sources sources;

    /// Where the views come from.
    ///
    /// @param metricsText all meters in Prometheus' text form
    /// @param schema JSON Schema of one kind by its word, of the whole bundle for an empty word
    /// @param openMetrics whether metrics can be read by anyone
    /// @param types the provider types of this build
    public record Sources(
            Supplier<String> metricsText,
            Function<String, String> schema,
            boolean openMetrics,
            ProviderTypes types) {}

    public ViewEndpoints(Sources sources) {
        this.sources = sources;
    }

    public List<Endpoint> list() {
        var metrics = sources.openMetrics() ? Role.ANYONE : Role.VIEWER;
        return List.of(
                Endpoint.get(
                                "/admin/health",
                                "Say that the gateway runs.",
                                _ -> Answer.ok(Json.object().put("status", "ok")))
                        .as(Role.ANYONE),
                Endpoint.get("/metrics", "All meters.", _ -> metrics()).as(metrics),
                Endpoint.get("/metrics/prometheus", "All meters.", _ -> metrics()).as(metrics),
                Endpoint.get(
                        "/admin/llm/provider_types",
                        "The provider types of this build.",
                        _ -> types()),
                Endpoint.post(
                        "/admin/llm/provider_types/{type}/enable",
                        "Let providers of a type be called.",
                        call -> turn(call, true)),
                Endpoint.post(
                        "/admin/llm/provider_types/{type}/disable",
                        "Keep providers of a type from being called, until the next start.",
                        call -> turn(call, false)),
                Endpoint.get("/admin/schema", "The JSON Schema of bundles.", this::schema),
                Endpoint.get(
                        "/admin/llm/api_handler_types",
                        "The model APIs that routes can offer.",
                        _ -> protocols()));
    }

    private Answer metrics() {
        return Answer.text(PROMETHEUS, sources.metricsText().get());
    }

    private Answer schema(Call call) {
        call.expectQuery(Set.of("kind"));
        var kind = call.queried("kind").orElse("");
        if (!kind.isEmpty() && Kind.ofWord(kind).isEmpty()) {
            throw AdminError.invalid("kind: \"" + kind + "\" (expected: a kind such as provider)");
        }
        return Answer.text("application/schema+json", sources.schema().apply(kind));
    }

    private Answer types() {
        return Answer.ok(Json.items(sources.types().names(), this::type));
    }

    private JsonNode type(String name) {
        return Json.object()
                .put("provider_type", name)
                .put("enabled", sources.types().isEnabled(name));
    }

    private Answer turn(Call call, boolean on) {
        var name = call.parameter("type");
        if (sources.types().find(name) == null) {
            throw AdminError.notFound("provider type " + name);
        }
        sources.types().enable(name, on);
        return Answer.ok(type(name));
    }

    private static Answer protocols() {
        return Answer.ok(
                Json.items(
                        Arrays.asList(LlmProtocol.values()),
                        protocol ->
                                Json.object()
                                        .put(
                                                "llm_api_handler_type",
                                                protocol.name().toLowerCase(Locale.ROOT))));
    }
}
