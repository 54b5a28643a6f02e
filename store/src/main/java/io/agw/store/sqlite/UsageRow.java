package io.agw.store.sqlite;

import io.agw.store.Cost;
import io.agw.store.Decisions;
import io.agw.store.TokenCount;
import io.agw.store.UsageRecord;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Usage between rows and records. Plain JDBC: this runs once for every turn, and binding through a
/// mapper costs more than SQLite does.
final class UsageRow {
    static final String INSERT =
            """
            INSERT INTO turn (usage_id, guards, kind_id, request_id, trace_id, started_ms, finished_ms, latency_ms,
                first_byte_ms, provider_usage, cost_nano_usd, input_tokens, output_tokens,
                cache_read_tokens, cache_write_tokens, long_cache_write_tokens,
                audio_input_tokens, reasoning_tokens, audio_output_tokens)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """;

    /// The columns of tokens, the last of the statement.
    private static final int TOKENS = 8;

    private static final int FIRST_TOKENS = 12;

    private UsageRow() {}

    /// @param id of the row
    /// @param kind row of what the turn has in common with others
    static void bind(PreparedStatement row, long id, long kind, UsageRecord usage)
            throws SQLException {
        row.setLong(1, id);
        row.setString(2, GuardEntries.text(usage.decisions().guards()));
        row.setLong(3, kind);
        row.setString(4, usage.requestId());
        row.setString(5, usage.traceId());
        row.setLong(6, usage.startedAt().toEpochMilli());
        row.setLong(7, usage.finishedAt().toEpochMilli());
        row.setLong(8, usage.latencyMillis());
        setLong(row, 9, usage.firstByteMillis());
        row.setString(10, usage.providerUsage());
        var cost = usage.cost();
        setLong(row, 11, cost == null ? null : cost.nanoDollars());
        bindTokens(row, usage.tokens());
    }

    /// Puts all that {@link #bind} writes but the row of the kind, for which its digest stands.
    static void put(UsageDigest digest, long id, byte[] kind, UsageRecord usage) {
        var cost = usage.cost();
        digest.put(id)
                .put(kind)
                .put(GuardEntries.text(usage.decisions().guards()))
                .put(usage.requestId())
                .put(usage.traceId())
                .put(usage.startedAt().toEpochMilli())
                .put(usage.finishedAt().toEpochMilli())
                .put(usage.latencyMillis())
                .put(usage.firstByteMillis())
                .put(usage.providerUsage())
                .put(cost == null ? null : (Long) cost.nanoDollars());
        var tokens = usage.tokens();
        if (tokens == null) {
            for (int i = 0; i < TOKENS; i++) {
                digest.put((Long) null);
            }
            return;
        }
        digest.put((Long) tokens.input())
                .put((Long) tokens.output())
                .put((Long) tokens.cacheRead())
                .put((Long) tokens.cacheWrite())
                .put((Long) tokens.longCacheWrite())
                .put((Long) tokens.audioInput())
                .put((Long) tokens.reasoning())
                .put((Long) tokens.audioOutput());
    }

    /// The same of a row, whatever it says.
    static void put(UsageDigest digest, byte[] kind, ResultSet row) throws SQLException {
        digest.put(row.getLong("usage_id"))
                .put(kind)
                .put(row.getString("guards"))
                .put(row.getString("request_id"))
                .put(row.getString("trace_id"))
                .put(row.getLong("started_ms"))
                .put(row.getLong("finished_ms"))
                .put(row.getLong("latency_ms"))
                .put(getLong(row, "first_byte_ms"))
                .put(row.getString("provider_usage"))
                .put(getLong(row, "cost_nano_usd"))
                .put(getLong(row, "input_tokens"))
                .put(getLong(row, "output_tokens"))
                .put(getLong(row, "cache_read_tokens"))
                .put(getLong(row, "cache_write_tokens"))
                .put(getLong(row, "long_cache_write_tokens"))
                .put(getLong(row, "audio_input_tokens"))
                .put(getLong(row, "reasoning_tokens"))
                .put(getLong(row, "audio_output_tokens"));
    }

    private static void bindTokens(PreparedStatement row, @Nullable TokenCount tokens)
            throws SQLException {
        int at = FIRST_TOKENS;
        if (tokens == null) {
            for (int i = at; i < at + TOKENS; i++) {
                row.setNull(i, Types.INTEGER);
            }
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
                TurnKind.payer(row),
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
                TurnKind.source(row),
                row.getString("provider_usage"),
                cost(row),
                decisions(row));
    }

    private static Decisions decisions(ResultSet row) throws SQLException {
        var cache = row.getString("cache");
        var policies = row.getString("policies");
        var guards = row.getString("guards");
        if (cache == null && policies == null && guards == null) {
            return Decisions.NONE;
        }
        return new Decisions(
                cache,
                policies == null ? List.of() : List.of(policies.split(",")),
                GuardEntries.of(guards));
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

    private static @Nullable Cost cost(ResultSet row) throws SQLException {
        var nanos = getLong(row, "cost_nano_usd");
        return nanos == null ? null : TurnKind.cost(row, nanos);
    }

    private static @Nullable Long getLong(ResultSet row, String column) throws SQLException {
        long value = row.getLong(column);
        return row.wasNull() ? null : value;
    }
}
