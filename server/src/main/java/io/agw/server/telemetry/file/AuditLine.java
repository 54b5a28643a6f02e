package io.agw.server.telemetry.file;

import io.agw.store.GuardEntry;
import io.agw.store.UsageRecord;
import java.math.BigDecimal;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import tools.jackson.databind.json.JsonMapper;

/// A request as one line of JSON. Its members are a contract; what is not known is null.
final class AuditLine {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final int NANO = 9;

    private AuditLine() {}

    static String of(UsageRecord usage) {
        var line =
                JSON.createObjectNode()
                        .put(
                                "timestamp",
                                usage.finishedAt().truncatedTo(ChronoUnit.MILLIS).toString())
                        .put("request_id", usage.requestId())
                        .put("user_id", usage.payer().user())
                        .put("model", usage.upstreamModel())
                        .put("provider", usage.providerId())
                        .put("input_tokens", usage.inputTokens())
                        .put("output_tokens", usage.outputTokens())
                        .put("latency_ms", usage.latencyMillis());
        var cost = usage.cost();
        if (cost == null) {
            line.putNull("cost_usd");
        } else {
            var dollars = BigDecimal.valueOf(cost.nanoDollars(), NANO).stripTrailingZeros();
            line.put("cost_usd", dollars.scale() < 0 ? dollars.setScale(0) : dollars);
        }
        line.put("cache_hit", Objects.equals(usage.decisions().cache(), "hit"));
        var guards = line.putArray("guardrails_triggered");
        usage.decisions().guards().stream()
                .filter(GuardEntry::triggered)
                .map(GuardEntry::id)
                .distinct()
                .forEach(guards::add);
        return line.put("status", usage.outcome())
                        .put("http_status", usage.status())
                        .put("error_code", usage.errorCode())
                        .put("virtual_key_id", usage.keyId())
                        .put("agent_id", usage.payer().agent())
                        .put("route_id", usage.routeId())
                + "\n";
    }
}
