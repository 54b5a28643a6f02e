package io.agw.store.sqlite;

import io.agw.store.UsageRecord;
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
                input_tokens, output_tokens, estimated)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """;

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
        setLong(row, 19, usage.inputTokens());
        setLong(row, 20, usage.outputTokens());
        row.setInt(21, usage.estimated() ? 1 : 0);
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
                row.getString("outcome"),
                row.getInt("status"),
                row.getString("error_code"),
                row.getInt("stream") != 0,
                row.getInt("attempts"),
                getLong(row, "input_tokens"),
                getLong(row, "output_tokens"),
                row.getInt("estimated") != 0);
    }

    private static @Nullable Long getLong(ResultSet row, String column) throws SQLException {
        long value = row.getLong(column);
        return row.wasNull() ? null : value;
    }
}
