package io.agw.store.sqlite;

import io.agw.store.UsageRecord;
import io.agw.store.UsageSum;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What the turns of one transaction add up to, by kind and hour, and the rows that it is added to.
/// Confined to the writer's thread.
final class RollUps {
    static final long MILLIS_PER_HOUR = Duration.ofHours(1).toMillis();

    private static final String SUMS =
            "requests input_tokens output_tokens cache_read_tokens cache_write_tokens"
                    + " reasoning_tokens cost_nano_usd unpriced latency_ms answered first_byte_ms";

    /// Sums that are too large for an integer become a real number, which is larger than any.
    private static final String ADD =
            "INSERT INTO usage_hour VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
                    + " ON CONFLICT DO UPDATE SET "
                    + Stream.of(SUMS.split(" "))
                            .map(sum ->
                                    "%1$s = min(%1$s + excluded.%1$s, 9223372036854775807)"
                                            .formatted(sum))
                            .collect(Collectors.joining(", "));

    private final Map<Place, UsageSum> sums = new HashMap<>();

    void add(long kind, UsageRecord usage) {
        long hour = Math.floorDiv(usage.finishedAt().toEpochMilli(), MILLIS_PER_HOUR);
        sums.merge(new Place(kind, hour), UsageSum.of(usage), UsageSum::plus);
    }

    void write(Connection connection) throws SQLException {
        if (sums.isEmpty()) {
            return;
        }
        try (var statement = connection.prepareStatement(ADD)) {
            for (var entry : sums.entrySet()) {
                bind(statement, entry.getKey(), entry.getValue());
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }

    private static void bind(PreparedStatement row, Place place, UsageSum sum) throws SQLException {
        row.setLong(1, place.kind());
        row.setLong(2, place.hour());
        row.setLong(3, sum.requests());
        row.setLong(4, sum.tokens().input());
        row.setLong(5, sum.tokens().output());
        row.setLong(6, sum.tokens().cacheRead());
        row.setLong(7, sum.tokens().cacheWrite());
        row.setLong(8, sum.tokens().reasoning());
        row.setLong(9, sum.nanoDollars());
        row.setLong(10, sum.unpriced());
        row.setLong(11, sum.latencyMillis());
        row.setLong(12, sum.answered());
        row.setLong(13, sum.firstByteMillis());
    }

    private record Place(long kind, long hour) {}
}
