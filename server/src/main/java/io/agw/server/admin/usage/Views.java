package io.agw.server.admin.usage;

import io.agw.bundle.price.Dollars;
import io.agw.server.admin.api.Json;
import io.agw.store.Decisions;
import io.agw.store.Plane;
import io.agw.store.UsageQueries.Entry;
import io.agw.store.UsageSum;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/// Usage as JSON, in our words and in those of older clients.
final class Views {
    static final List<String> MEASURES =
            List.of(
                    "requests",
                    "succeeded",
                    "failed",
                    "input_tokens",
                    "output_tokens",
                    "total_tokens",
                    "cache_read_tokens",
                    "cache_write_tokens",
                    "reasoning_tokens",
                    "cost_usd",
                    "unpriced_requests",
                    "avg_latency_ms",
                    "avg_first_byte_ms");

    /// The members of a turn, in order.
    static final List<String> TURN =
            List.of(
                    "kind",
                    "id",
                    "request_id",
                    "trace_id",
                    "started_at",
                    "finished_at",
                    "latency_ms",
                    "first_byte_ms",
                    "route_id",
                    "protocol",
                    "operation",
                    "virtual_key_id",
                    "team",
                    "org",
                    "user",
                    "agent_id",
                    "provider_id",
                    "requested_model",
                    "model",
                    "route_reason",
                    "outcome",
                    "status",
                    "error_code",
                    "stream",
                    "attempts",
                    "input_tokens",
                    "output_tokens",
                    "cache_read_tokens",
                    "cache_write_tokens",
                    "reasoning_tokens",
                    "usage_source",
                    "cost_usd",
                    "price_id",
                    "price_version",
                    "cache",
                    "policies",
                    "guards");

    private static final double NANOS_PER_MILLI = 1e6;

    private Views() {}

    static ObjectNode measures(UsageSum sum) {
        var view =
                Json.object()
                        .put("requests", sum.requests())
                        .put("succeeded", sum.succeeded())
                        .put("failed", sum.requests() - sum.succeeded())
                        .put("input_tokens", sum.tokens().input())
                        .put("output_tokens", sum.tokens().output())
                        .put("total_tokens", sum.tokens().total())
                        .put("cache_read_tokens", sum.tokens().cacheRead())
                        .put("cache_write_tokens", sum.tokens().cacheWrite())
                        .put("reasoning_tokens", sum.tokens().reasoning())
                        .put("cost_usd", Dollars.text(sum.nanoDollars()))
                        .put("unpriced_requests", sum.unpriced())
                        .put("avg_latency_ms", average(sum.latencyMillis(), sum.requests()));
        if (sum.answered() > 0) {
            view.put("avg_first_byte_ms", average(sum.firstByteMillis(), sum.answered()));
        }
        return view;
    }

    /// To a thousandth.
    static double average(long sum, long count) {
        return count == 0 ? 0 : Math.round(1_000.0 * sum / count) / 1_000.0;
    }

    /// A turn; members without a value are left out.
    static ObjectNode turn(Entry entry) {
        var row = entry.usage();
        var view =
                Json.object()
                        .put("kind", "request")
                        .put("id", entry.id())
                        .put("request_id", row.requestId())
                        .put("trace_id", row.traceId())
                        .put("started_at", Json.time(row.startedAt()))
                        .put("finished_at", Json.time(row.finishedAt()))
                        .put("latency_ms", row.latencyMillis())
                        .put("first_byte_ms", row.firstByteMillis())
                        .put("route_id", row.routeId())
                        .put("protocol", row.protocol())
                        .put("operation", row.operation())
                        .put("virtual_key_id", row.keyId())
                        .put("team", row.payer().team())
                        .put("org", row.payer().org())
                        .put("user", row.payer().user())
                        .put("agent_id", row.payer().agent())
                        .put("provider_id", row.providerId())
                        .put("requested_model", row.requestedModel())
                        .put("model", row.upstreamModel())
                        .put("route_reason", row.routeReason())
                        .put("outcome", row.outcome())
                        .put("status", row.status())
                        .put("error_code", row.errorCode())
                        .put("stream", row.stream())
                        .put("attempts", row.attempts());
        spent(entry, view);
        decided(row.decisions(), view);
        return withoutNulls(view);
    }

    private static void decided(Decisions decisions, ObjectNode view) {
        view.put("cache", decisions.cache());
        if (!decisions.policies().isEmpty()) {
            var policies = view.putArray("policies");
            decisions.policies().forEach(policies::add);
        }
        if (!decisions.guards().isEmpty()) {
            var guards = view.putArray("guards");
            for (var run : decisions.guards()) {
                guards.addObject()
                        .put("id", run.id())
                        .put("stage", run.stage())
                        .put("ms", run.nanos() / NANOS_PER_MILLI)
                        .put("verdict", run.verdict());
            }
        }
    }

    private static void spent(Entry entry, ObjectNode view) {
        var tokens = entry.usage().tokens();
        if (tokens != null) {
            view.put("input_tokens", tokens.input())
                    .put("output_tokens", tokens.output())
                    .put("cache_read_tokens", tokens.cacheRead())
                    .put("cache_write_tokens", tokens.cacheWrite() + tokens.longCacheWrite())
                    .put("reasoning_tokens", tokens.reasoning())
                    .put("usage_source", entry.usage().source().word());
        }
        var cost = entry.usage().cost();
        if (cost != null) {
            view.put("cost_usd", Dollars.text(cost.nanoDollars()))
                    .put("price_id", cost.priceId())
                    .put("price_version", cost.priceVersion());
        }
    }

    static ObjectNode withoutNulls(ObjectNode view) {
        view.removeIf(value -> value.isNull());
        return view;
    }

    /// As older clients know sums.
    static ObjectNode olderMeasures(UsageSum sum, Plane plane) {
        var view =
                Json.object()
                        .put("request_count", sum.requests())
                        .put("success_count", sum.succeeded())
                        .put("failure_count", sum.requests() - sum.succeeded());
        switch (plane) {
            case LLM ->
                    view.put("input_tokens", sum.tokens().input())
                            .put("output_tokens", sum.tokens().output())
                            .put("total_tokens", sum.tokens().total());
            case MCP -> view.put("tools_call_count", 0);
            case ACP -> view.put("turn_count", 0);
        }
        return view.put("avg_latency_ms", average(sum.latencyMillis(), sum.requests()));
    }

    /// As older clients know turns of models.
    static ObjectNode olderTurn(Entry entry) {
        var row = entry.usage();
        var view =
                olderCommon(entry)
                        .put("llm_api", row.protocol())
                        .put("api_operation", row.operation())
                        .put("provider_id", row.providerId())
                        .put("logical_model", row.requestedModel())
                        .put("upstream_model", row.upstreamModel())
                        .put("stream", row.stream())
                        .put("input_tokens", row.inputTokens())
                        .put("output_tokens", row.outputTokens())
                        .put("usage_finalized", row.tokens() != null && !row.estimated());
        var tokens = row.tokens();
        if (tokens != null) {
            view.put("total_tokens", tokens.total());
        }
        return withoutNulls(view);
    }

    /// As older clients know a turn of any plane.
    static ObjectNode interaction(Entry entry) {
        return withoutNulls(
                olderCommon(entry)
                        .put("operation", entry.usage().operation())
                        .put("upstream_model", entry.usage().upstreamModel()));
    }

    private static ObjectNode olderCommon(Entry entry) {
        var row = entry.usage();
        return Json.object()
                .put("event_id", String.valueOf(entry.id()))
                .put("trace_id", row.traceId())
                .put("started_at", Json.time(row.startedAt()))
                .put("finished_at", Json.time(row.finishedAt()))
                .put("route_id", row.routeId())
                .put("route_kind", Plane.of(row.protocol()).word())
                .put("route_protocol", row.protocol())
                .put("virtual_key_id", row.keyId())
                .put("agent_id", row.payer().agent())
                .put("success", row.succeeded())
                .put("status_code", row.status())
                .put("error_type", row.errorCode())
                .put("latency_ms", row.latencyMillis());
    }
}
