package io.agw.store.sqlite;

import io.agw.store.ChainVerdict;
import io.agw.store.ResponseOrigin;
import io.agw.store.SpanRecord;
import io.agw.store.TelemetryStore;
import io.agw.store.TraceShape;
import io.agw.store.TurnIdentity;
import io.agw.store.TurnRecord;
import io.agw.store.UsageQueries;
import io.agw.store.UsageRecord;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// Usage and spans as rows.
final class SqliteTelemetry implements TelemetryStore {
    /// Rows that one transaction removes; appends wait no longer than that takes.
    private static final int SLICE = 2_000;

    /// The same for rows that hold the spans of many turns each.
    private static final int GROUPS = 50;

    /// Kinds without turns that are removed after one look.
    private static final int MOST_UNUSED = 100_000;

    private static final int VACUUM_PAGES = 1_000;
    private static final long NANOS_PER_MILLI = 1_000_000;
    private static final long MILLIS_PER_DAY = 86_400_000;

    /// Of those that are older than the chain of seals. By time and not by row: rows written while
    /// the clock was ahead stand before older ones.
    private static final String UNSEALED_BEFORE =
            """
            DELETE FROM turn WHERE usage_id IN
                (SELECT usage_id FROM turn
                 WHERE finished_ms < ? AND usage_id <= (SELECT unsealed_id FROM usage_chain)
                 ORDER BY finished_ms LIMIT ?)
            """;

    private static final String GROUPS_BEFORE =
            """
            DELETE FROM trace_group WHERE group_id IN
                (SELECT group_id FROM trace_group WHERE ended_ns < ? ORDER BY ended_ns LIMIT ?)
            """;
    private static final String FIRST_UNSEALED =
            """
            DELETE FROM turn WHERE usage_id IN
                (SELECT usage_id FROM turn
                 WHERE usage_id <= (SELECT unsealed_id FROM usage_chain)
                 ORDER BY usage_id LIMIT ?)
            """;
    private static final String FIRST_GROUPS =
            """
            DELETE FROM trace_group WHERE group_id IN
                (SELECT group_id FROM trace_group ORDER BY group_id LIMIT ?)
            """;

    private final Database database;
    private final TurnKinds kinds = new TurnKinds();
    private final SqliteUsage usage;

    SqliteTelemetry(Database database) {
        this.database = database;
        this.usage = new SqliteUsage(database);
    }

    @Override
    public UsageQueries queries() {
        return usage;
    }

    @Override
    public void append(List<TurnRecord> turns) {
        database.write(
                handle -> {
                    try {
                        kinds.begin();
                        appendUsage(handle.getConnection(), turns);
                        ResponseOrigins.append(handle.getConnection(), turns);
                        TraceGroups.append(handle.getConnection(), turns);
                    } catch (SQLException e) {
                        throw SqlFailures.of(database.file(), e);
                    }
                    return turns.size();
                },
                _ -> kinds.keep());
    }

    @Override
    public List<UsageRecord> missing(List<UsageRecord> rows) {
        return rows.isEmpty() ? List.of() : database.read(handle -> missing(handle, rows));
    }

    private static List<UsageRecord> missing(Handle handle, List<UsageRecord> rows) {
        var missing = new LinkedHashMap<TurnIdentity, ArrayDeque<UsageRecord>>();
        rows.forEach(row ->
                missing.computeIfAbsent(TurnIdentity.of(row), _ -> new ArrayDeque<>()).add(row));
        long first = rows.stream().mapToLong(row -> row.startedAt().toEpochMilli()).min().orElse(0);
        // no turn finishes before it began
        handle.createQuery(
                        "SELECT request_id, trace_id, started_ms FROM turn WHERE finished_ms >= ?")
                .bind(0, first)
                .map((row, _) ->
                        new TurnIdentity(
                                row.getString("request_id"),
                                row.getString("trace_id"),
                                row.getLong("started_ms")))
                .forEach(known -> {
                    var alike = missing.get(known);
                    if (alike != null) {
                        alike.poll();
                    }
                });
        return missing.values().stream().flatMap(ArrayDeque::stream).toList();
    }

    private void appendUsage(Connection connection, List<TurnRecord> turns) throws SQLException {
        var rows = turns.stream().map(TurnRecord::usage).filter(Objects::nonNull).toList();
        if (rows.isEmpty()) {
            return;
        }
        try (var insert = connection.prepareStatement(UsageRow.INSERT)) {
            var rollUps = new RollUps();
            var sealing = new Sealing(connection);
            for (var usage : rows) {
                var ids = kinds.ids(connection, TurnKind.of(usage));
                UsageRow.bind(insert, sealing.nextId(), ids.own(), usage);
                insert.addBatch();
                sealing.add(ids.digest(), usage);
                rollUps.add(ids.rolled(), usage);
            }
            insert.executeBatch();
            sealing.finish();
            rollUps.write(connection);
        }
    }

    @Override
    public ChainVerdict proven() {
        return new UsageProof(database).verdict();
    }

    @Override
    public List<UsageRecord> usage(Instant from, Instant to, int limit) {
        return database.read(handle ->
                handle.createQuery(
                                """
                                SELECT * FROM usage
                                WHERE finished_ms >= ? AND finished_ms < ?
                                ORDER BY finished_ms DESC, usage_id DESC LIMIT ?
                                """)
                        .bind(0, from.toEpochMilli())
                        .bind(1, to.toEpochMilli())
                        .bind(2, limit)
                        .map((row, _) -> UsageRow.read(row))
                        .list());
    }

    @Override
    public long usageCount() {
        return database.read(
                handle -> handle.createQuery("SELECT count(*) FROM turn").mapTo(Long.class).one());
    }

    @Override
    public Optional<ResponseOrigin> responseOrigin(String responseId, @Nullable String keyId) {
        return database.read(handle -> ResponseOrigins.find(handle, responseId, keyId));
    }

    @Override
    public List<TraceSummary> traces(int limit) {
        return database.read(
                handle -> TraceGroups.summaries(handle, TraceGroups.newest(handle, limit)));
    }

    @Override
    public List<SpanRecord> trace(String traceId) {
        return database.read(handle -> TraceGroups.spans(handle, traceId)).stream()
                .sorted(TraceShape.OLDEST_FIRST)
                .toList();
    }

    @Override
    public int trim(Instant before, long maxBytes) {
        int removed = 0;
        removed += trimByAge(UNSEALED_BEFORE, SLICE, before.toEpochMilli());
        removed += trimSealed(before.toEpochMilli());
        removed += trimByAge(ResponseOrigins.BEFORE, SLICE, before.toEpochMilli());
        removed += trimByAge(GROUPS_BEFORE, GROUPS, nanos(before));
        removed += trimRollUps(Math.floorDiv(before.toEpochMilli(), MILLIS_PER_DAY));
        removed += trimKinds();
        removed += trimBySize(maxBytes);
        if (removed > 0) {
            giveBack();
        }
        return removed;
    }

    /// By whole seals, as soon as the youngest of their turns is old.
    private int trimSealed(long before) {
        int removed = 0;
        while (true) {
            var seals = database.read(handle -> UsageRetention.old(handle, before, SLICE));
            if (seals.isEmpty()) {
                return removed;
            }
            removed +=
                    database.write(handle -> {
                        UsageRetention.dropped(handle, before);
                        return UsageRetention.drop(handle, seals);
                    });
        }
    }

    private static long nanos(Instant at) {
        return Math.addExact(Math.multiplyExact(at.getEpochSecond(), 1_000_000_000L), at.getNano());
    }

    private int trimByAge(String delete, int most, long before) {
        int removed = 0;
        while (true) {
            int slice = database.write(handle -> remove(handle, delete, most, before));
            removed += slice;
            if (slice == 0) {
                return removed;
            }
        }
    }

    /// Whole days: what is left of one could not be told from a day with less traffic.
    private int trimRollUps(long day) {
        int removed = 0;
        while (true) {
            int slice =
                    database.write(
                            handle -> TurnKinds.trimRollUps(handle, day, SLICE),
                            _ -> kinds.forget());
            removed += slice;
            if (slice == 0) {
                return removed;
            }
        }
    }

    private int trimKinds() {
        int removed = 0;
        while (true) {
            int slice =
                    database.write(handle -> TurnKinds.trim(handle, SLICE), _ -> kinds.forget());
            removed += slice;
            if (slice == 0) {
                return removed;
            }
        }
    }

    /// Kinds of a day that has turns left are hard to find, so that they are looked for after 1, 2,
    /// 4, … slices of turns: most days have few kinds, and one with a kind for each turn must not
    /// lose all of its turns to them.
    private int trimBySize(long maxBytes) {
        int removed = 0;
        int slices = 0;
        while (database.read(SqliteTelemetry::bytesInUse) > maxBytes) {
            int slice = database.write(SqliteTelemetry::removeFirst, _ -> kinds.forget());
            slices++;
            removed += slice;
            if (slice == 0) {
                return removed;
            }
            if (Integer.bitCount(slices) == 1) {
                removed += trimUnusedKinds();
            }
        }
        return removed;
    }

    private int trimUnusedKinds() {
        var unused = database.read(handle -> TurnKinds.unused(handle, MOST_UNUSED));
        int removed = 0;
        for (int i = 0; i < unused.ids().size(); i += SLICE) {
            int from = i;
            int to = Math.min(i + SLICE, unused.ids().size());
            removed +=
                    database.write(handle -> unused.remove(handle, from, to), _ -> kinds.forget());
        }
        return removed;
    }

    /// Takes the first rows of all tables in step, so that none outlives the others by much.
    private static int removeFirst(Handle handle) {
        int turns = handle.createUpdate(FIRST_UNSEALED).bind(0, SLICE).execute();
        if (turns == 0) {
            turns = UsageRetention.drop(handle, UsageRetention.first(handle, SLICE));
        }
        int kinds = TurnKinds.trim(handle, SLICE);
        if (turns + kinds == 0) {
            int groups = handle.createUpdate(FIRST_GROUPS).bind(0, GROUPS).execute();
            return groups > 0 ? groups : TurnKinds.trimRollUps(handle, Long.MAX_VALUE, SLICE);
        }
        long oldestLeft =
                handle.createQuery("SELECT coalesce(min(finished_ms), -1) FROM turn")
                        .mapTo(Long.class)
                        .one();
        long beforeMillis = oldestLeft < 0 ? Long.MAX_VALUE : oldestLeft;
        long before = oldestLeft < 0 ? Long.MAX_VALUE : oldestLeft * NANOS_PER_MILLI;
        return turns
                + kinds
                + remove(handle, ResponseOrigins.BEFORE, SLICE, beforeMillis)
                + remove(handle, GROUPS_BEFORE, SLICE, before);
    }

    private static int remove(Handle handle, String delete, int most, long before) {
        return handle.createUpdate(delete).bind(0, before).bind(1, most).execute();
    }

    private static long bytesInUse(Handle handle) {
        return handle.createQuery(
                        """
                        SELECT (page_count - freelist_count) * page_size
                        FROM pragma_page_count, pragma_freelist_count, pragma_page_size
                        """)
                .mapTo(Long.class)
                .one();
    }

    /// Returns free pages to the file system, a slice at a time.
    private void giveBack() {
        long free;
        do {
            free =
                    database.maintain(handle -> {
                        try {
                            Sql.script(
                                    handle.getConnection(),
                                    "PRAGMA incremental_vacuum(" + VACUUM_PAGES + ")");
                            return Long.parseLong(
                                    Sql.pragma(handle.getConnection(), "freelist_count"));
                        } catch (SQLException e) {
                            throw SqlFailures.of(database.file(), e);
                        }
                    });
        } while (free > VACUUM_PAGES);
    }
}
