package io.agw.store.sqlite;

import io.agw.store.Cost;
import io.agw.store.TokenCount;
import io.agw.store.UsageRecord;
import io.agw.store.UsageSource;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Usage between rows and records. Plain JDBC: this runs once for every turn, and binding through a
/// mapper costs more than SQLite does.
final class UsageRow {
    static final String INSERT =
            """
            INSERT INTO usage (request_id, trace_id, started_ms, finished_ms, latency_ms,
                first_byte_ms, route_id, protocol, operation, key_id, provider_id,
                requested_model, upstream_model, outcome, status, error_code, stream, attempts,
                route_reason, provider_usage, usage_source, input_tokens, output_tokens, cache_read_tokens,
                cache_write_tokens, long_cache_write_tokens, audio_input_tokens, reasoning_tokens,
                audio_output_tokens, cost_nano_usd, price_id, price_version)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?,
                ?, ?, ?, ?, ?)
            """;

    /// The last column before those of tokens.
    private static final int BEFORE_TOKENS = 21;

    /// The columns of tokens and of cost, in the order of the statement.
    private static final int TOKENS = 8;

    private static final int COST = 3;

    private UsageRow() {}

    static void bind(PreparedStatement row, UsageRecord usage) throws SQLException {
        row.setString(1, usage.requestId());
        row.setString(2, usage.traceId());
        row.setLong(3, usage.startedAt().toEpochMilli());
        row.setLong(4, usage.finishedAt().toEpochMilli());
        row.setLong(5, usage.latencyMillis());
        setLong(row, 6, usage.firstByteMillis());
        row.setString(7, usage.routeId());
        row.setString(8, usage.protocol());
        row.setString(9, usage.operation());
        row.setString(10, usage.keyId());
        row.setString(11, usage.providerId());
        row.setString(12, usage.requestedModel());
        row.setString(13, usage.upstreamModel());
        row.setString(14, usage.outcome());
        row.setInt(15, usage.status());
        row.setString(16, usage.errorCode());
        row.setInt(17, usage.stream() ? 1 : 0);
        row.setInt(18, usage.attempts());
        row.setString(19, usage.routeReason());
        row.setString(20, usage.providerUsage());
        row.setInt(BEFORE_TOKENS, code(usage.source()));
        bindTokens(row, usage.tokens());
        bindCost(row, usage.cost());
    }

    private static void bindTokens(PreparedStatement row, @Nullable TokenCount tokens)
            throws SQLException {
        int at = BEFORE_TOKENS + 1;
        if (tokens == null) {
            setNulls(row, at, TOKENS);
            return;
        }
        row.setLong(at++, tokens.input());
        row.setLong(at++, tokens.output());
        row.setLong(at++, tokens.cacheRead());
        row.setLong(at++, tokens.cacheWrite());
        row.setLong(at++, tokens.longCacheWrite());
        row.setLong(at++, tokens.audioInput());
        row.setLong(at++, tokens.reasoning());
        row.setLong(at, tokens.audioOutput());
    }

    private static void bindCost(PreparedStatement row, @Nullable Cost cost) throws SQLException {
        int at = BEFORE_TOKENS + TOKENS + 1;
        if (cost == null) {
            setNulls(row, at, COST);
            return;
        }
        row.setLong(at++, cost.nanoDollars());
        row.setString(at++, cost.priceId());
        row.setString(at, cost.priceVersion());
    }

    private static void setNulls(PreparedStatement row, int from, int columns) throws SQLException {
        for (int i = from; i < from + columns; i++) {
            row.setNull(i, Types.INTEGER);
        }
    }

    private static void setLong(PreparedStatement row, int column, @Nullable Long value)
            throws SQLException {
        if (value == null) {
            row.setNull(column, Types.INTEGER);
        } else {
            row.setLong(column, value);
        }
    }

    static UsageRecord read(ResultSet row) throws SQLException {
        return new UsageRecord(
                row.getString("request_id"),
                row.getString("trace_id"),
                Instant.ofEpochMilli(row.getLong("started_ms")),
                Instant.ofEpochMilli(row.getLong("finished_ms")),
                row.getLong("latency_ms"),
                getLong(row, "first_byte_ms"),
                row.getString("route_id"),
                row.getString("protocol"),
                row.getString("operation"),
                row.getString("key_id"),
                row.getString("provider_id"),
                row.getString("requested_model"),
                row.getString("upstream_model"),
                row.getString("route_reason"),
                row.getString("outcome"),
                row.getInt("status"),
                row.getString("error_code"),
                row.getInt("stream") != 0,
                row.getInt("attempts"),
                tokens(row),
                source(row.getInt("usage_source")),
                row.getString("provider_usage"),
                cost(row));
    }

    private static @Nullable TokenCount tokens(ResultSet row) throws SQLException {
        var input = getLong(row, "input_tokens");
        if (input == null) {
            return null;
        }
        long read = row.getLong("cache_read_tokens");
        long write = row.getLong("cache_write_tokens");
        long longWrite = row.getLong("long_cache_write_tokens");
        long audioInput = row.getLong("audio_input_tokens");
        long reasoning = row.getLong("reasoning_tokens");
        long audioOutput = row.getLong("audio_output_tokens");
        return new TokenCount(
                input - read - write - longWrite - audioInput,
                read,
                write,
                longWrite,
                audioInput,
                row.getLong("output_tokens") - reasoning - audioOutput,
                reasoning,
                audioOutput);
    }

    private static int code(UsageSource source) {
        return switch (source) {
            case REPORTED -> 0;
            case ESTIMATED -> 1;
            case REJECTED -> 2;
        };
    }

    private static UsageSource source(int code) {
        return switch (code) {
            case 0 -> UsageSource.REPORTED;
            case 1 -> UsageSource.ESTIMATED;
            default -> UsageSource.REJECTED;
        };
    }

    private static @Nullable Cost cost(ResultSet row) throws SQLException {
        var nanos = getLong(row, "cost_nano_usd");
        return nanos == null
                ? null
                : new Cost(nanos, row.getString("price_id"), row.getString("price_version"));
    }

    private static @Nullable Long getLong(ResultSet row, String column) throws SQLException {
        long value = row.getLong(column);
        return row.wasNull() ? null : value;
    }
}
