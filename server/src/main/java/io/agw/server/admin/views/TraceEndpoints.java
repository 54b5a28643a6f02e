package io.agw.server.admin.views;

import io.agw.server.admin.api.AdminError;
import io.agw.server.admin.api.Answer;
import io.agw.server.admin.api.Call;
import io.agw.server.admin.api.Endpoint;
import io.agw.server.admin.api.Json;
import io.agw.store.SpanAttribute;
import io.agw.store.SpanRecord;
import io.agw.store.TelemetryStore;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// `/admin/traces`: what was recorded of turns.
public final class TraceEndpoints {
    private static final int USUAL = 20;
    private static final int MOST = 1_000;
    private static final double NANOS_PER_MILLI = 1e6;

    private final TelemetryStore telemetry;

    public TraceEndpoints(TelemetryStore telemetry) {
        this.telemetry = telemetry;
    }

    public List<Endpoint> list() {
        return List.of(
                Endpoint.get("/admin/traces", "List the newest traces.", this::traces)
                        .asking(Set.of("limit")),
                Endpoint.get("/admin/traces/{id}", "Show the spans of a trace.", this::trace));
    }

    private Answer traces(Call call) {
        var traces = telemetry.traces(call.number("limit", USUAL, MOST));
        return Answer.ok(Json.items(traces, TraceEndpoints::view));
    }

    private Answer trace(Call call) {
        var id = call.parameter("id");
        var spans = telemetry.trace(id);
        if (spans.isEmpty()) {
            throw AdminError.notFound("trace " + id);
        }
        var list = Json.array();
        spans.forEach(span -> list.add(view(span)));
        var view = Json.object().put("trace_id", id);
        if (spans.size() == TelemetryStore.MOST_SPANS) {
            view.put("truncated", true);
        }
        view.set("spans", list);
        return Answer.ok(view);
    }

    private static JsonNode view(TelemetryStore.TraceSummary trace) {
        return Json.object()
                .put("trace_id", trace.traceId())
                .put("name", trace.rootName())
                .put("start", time(trace.startNanos()))
                .put("duration_ms", (trace.endNanos() - trace.startNanos()) / NANOS_PER_MILLI)
                .put("status", trace.status())
                .put("spans", trace.spans());
    }

    private static JsonNode view(SpanRecord span) {
        var view = Json.object().put("span_id", span.spanId());
        if (span.parentId() != null) {
            view.put("parent_id", span.parentId());
        }
        view.put("name", span.name())
                .put("kind", span.kind())
                .put("start", time(span.startNanos()))
                .put("duration_ms", (span.endNanos() - span.startNanos()) / NANOS_PER_MILLI)
                .put("status", span.status())
                .set("attributes", attributes(span));
        return view;
    }

    private static JsonNode attributes(SpanRecord span) {
        var view = Json.object();
        for (var attribute : span.attributes()) {
            switch (attribute) {
                case SpanAttribute.Text(var key, var value) -> view.put(key, value);
                case SpanAttribute.Int(var key, var value) -> view.put(key, value);
            }
        }
        return view;
    }

    private static String time(long unixNanos) {
        return Json.time(Instant.ofEpochSecond(0, unixNanos));
    }
}
