package io.agw.store.sqlite;

import io.agw.store.Cost;
import io.agw.store.Decisions;
import io.agw.store.Payer;
import io.agw.store.UsageRecord;
import io.agw.store.UsageSource;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;

/// What is known of a turn before it is over, as a JSON array: of a usage row all but what only its
/// end tells.
final class HeldRows {
    private static final JsonMapper JSON = JsonMapper.shared();

    private HeldRows() {}

    static String text(UsageRecord row) {
        var list = JSON.createArrayNode();
        list.add(row.requestId())
                .add(row.traceId())
                .add(row.startedAt().toEpochMilli())
                .add(row.finishedAt().toEpochMilli())
                .add(row.latencyMillis())
                .add(row.routeId())
                .add(row.protocol())
                .add(row.operation());
        add(list, row.payer());
        list.add(row.providerId())
                .add(row.requestedModel())
                .add(row.upstreamModel())
                .add(row.outcome())
                .add(row.status())
                .add(row.errorCode())
                .add(row.stream())
                .add(row.attempts())
                .add(String.join(",", row.decisions().policies()));
        var cost = row.cost();
        if (cost != null) {
            list.add(cost.nanoDollars()).add(cost.priceId()).add(cost.priceVersion());
        }
        return list.toString();
    }

    private static void add(ArrayNode list, Payer payer) {
        list.add(payer.keyId())
                .add(payer.team())
                .add(payer.org())
                .add(payer.user())
                .add(payer.agent());
    }

    static UsageRecord of(String text) {
        var list = JSON.readTree(text);
        return new UsageRecord(
                list.path(0).asString(),
                list.path(1).asString(),
                Instant.ofEpochMilli(list.path(2).asLong()),
                Instant.ofEpochMilli(list.path(3).asLong()),
                list.path(4).asLong(),
                null,
                word(list, 5),
                word(list, 6),
                word(list, 7),
                new Payer(
                        word(list, 8),
                        word(list, 9),
                        word(list, 10),
                        word(list, 11),
                        word(list, 12)),
                word(list, 13),
                word(list, 14),
                word(list, 15),
                null,
                list.path(16).asString(),
                list.path(17).asInt(),
                word(list, 18),
                list.path(19).asBoolean(),
                list.path(20).asInt(),
                null,
                UsageSource.ESTIMATED,
                null,
                cost(list),
                decisions(list.path(21).asString()));
    }

    private static @Nullable String word(JsonNode list, int at) {
        var word = list.path(at);
        return word.isNull() ? null : word.asString();
    }

    private static @Nullable Cost cost(JsonNode list) {
        return list.has(22)
                ? new Cost(
                        list.path(22).asLong(), list.path(23).asString(), list.path(24).asString())
                : null;
    }

    private static Decisions decisions(String policies) {
        return policies.isEmpty()
                ? Decisions.NONE
                : new Decisions(null, List.of(policies.split(",")), List.of());
    }
}
