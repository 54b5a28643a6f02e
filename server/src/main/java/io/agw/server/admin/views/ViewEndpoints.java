package io.agw.server.admin.views;

import io.agw.bundle.model.Kind;
import io.agw.bundle.model.LlmProtocol;
import io.agw.server.admin.api.AdminError;
import io.agw.server.admin.api.Answer;
import io.agw.server.admin.api.Call;
import io.agw.server.admin.api.Endpoint;
import io.agw.server.admin.api.Json;
import io.agw.server.admin.api.Role;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/// Health, metrics, the schema, and the model APIs of this build.
public final class ViewEndpoints {
    private static final String PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";

    private final Sources sources;

    /// Where the views come from.
    ///
    /// @param metricsText all meters in Prometheus' text form
    /// @param schema JSON Schema of one kind by its word, of the whole bundle for an empty word
    /// @param openMetrics whether metrics can be read by anyone
    public record Sources(
            Supplier<String> metricsText, Function<String, String> schema, boolean openMetrics) {}

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
                Endpoint.get("/admin/metrics/prometheus", "All meters.", _ -> metrics()),
                Endpoint.get("/admin/schema", "The JSON Schema of bundles.", this::schema)
                        .asking(Set.of("kind")),
                Endpoint.get(
                        "/admin/llm/api_handler_types",
                        "The model APIs that routes can offer.",
                        _ -> protocols()));
    }

    private Answer metrics() {
        return Answer.text(PROMETHEUS, sources.metricsText().get());
    }

    private Answer schema(Call call) {
        var kind = call.queried("kind").orElse("");
        if (!kind.isEmpty() && Kind.ofWord(kind).isEmpty()) {
            throw AdminError.invalid("kind: \"" + kind + "\" (expected: a kind such as provider)");
        }
        return Answer.text("application/schema+json", sources.schema().apply(kind));
    }

    private static Answer protocols() {
        return Answer.ok(
                Json.items(
                        Arrays.stream(LlmProtocol.values())
                                .map(protocol -> protocol.name().toLowerCase(Locale.ROOT))
                                .sorted()
                                .toList(),
                        name -> Json.object().put("llm_api_handler_type", name)));
    }
}
