package io.agw.store.sqlite;

import io.agw.store.SpanRecord;
import io.agw.store.TraceShape;
import io.agw.store.TurnRecord;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/// The rows of traces: a part for what one turn added to a trace, and for each commit a group that
/// says which traces its parts belong to. Everything is appended; finding a trace reads the groups,
/// four bytes a turn.
final class TraceParts {
    private TraceParts() {}

    /// Appends in the caller's transaction. Plain JDBC, for the reason that {@link UsageRow} gives.
    static void append(Connection connection, List<TurnRecord> turns) throws SQLException {
        var traced =
                turns.stream().map(TurnRecord::spans).filter(spans -> !spans.isEmpty()).toList();
        if (traced.isEmpty()) {
            return;
        }
        long first = lastPart(connection) + 1;
        var hashes = ByteBuffer.allocate(Integer.BYTES * traced.size());
        try (var insert =
                connection.prepareStatement("INSERT INTO trace_part VALUES (?, ?, ?, ?)")) {
            long part = first;
            for (var spans : traced) {
                var traceId = spans.getFirst().traceId();
                hashes.putInt(traceId.hashCode());
                insert.setLong(1, part);
                insert.setString(2, traceId);
                insert.setLong(3, lastEnd(spans));
                insert.setString(4, SpanPacking.pack(spans));
                insert.addBatch();
                part++;
            }
            insert.executeBatch();
        }
        try (var insert =
                connection.prepareStatement("INSERT OR REPLACE INTO trace_group VALUES (?, ?)")) {
            insert.setLong(1, first);
            insert.setBytes(2, hashes.array());
            insert.executeUpdate();
        }
    }

    private static long lastPart(Connection connection) throws SQLException {
        try (var statement = connection.createStatement();
                var row = statement.executeQuery("SELECT max(part_id) FROM trace_part")) {
            return row.next() ? row.getLong(1) : 0;
        }
    }

    private static long lastEnd(List<SpanRecord> spans) {
        long last = 0;
        for (var span : spans) {
            last = Math.max(last, span.endNanos());
        }
        return last;
    }

    /// Ids of the traces that were added to last, the newest first.
    static Collection<String> newest(Handle handle, int limit) {
        var found = new LinkedHashSet<String>();
        try (var ids =
                handle.createQuery("SELECT trace_id FROM trace_part ORDER BY part_id DESC")
                        .mapTo(String.class)
                        .iterator()) {
            while (found.size() < limit && ids.hasNext()) {
                found.add(ids.next());
            }
        }
        return found;
    }

    /// The spans of those of the traces that are kept, in the order asked for, each the oldest
    /// first.
    static SequencedMap<String, List<SpanRecord>> spans(
            Handle handle, Collection<String> traceIds) {
        var wanted = traceIds.stream().map(String::hashCode).collect(Collectors.toSet());
        var spans = new LinkedHashMap<String, List<SpanRecord>>();
        traceIds.forEach(id -> spans.put(id, new ArrayList<>()));
        for (long part : candidates(handle, wanted)) {
            handle.createQuery("SELECT trace_id, spans FROM trace_part WHERE part_id = ?")
                    .bind(0, part)
                    .map((row, _) -> Map.entry(row.getString("trace_id"), row.getString("spans")))
                    .findOne()
                    .ifPresent(row -> {
                        var known = spans.get(row.getKey());
                        if (known != null) {
                            known.addAll(SpanPacking.unpack(row.getKey(), row.getValue()));
                        }
                    });
        }
        spans.values().removeIf(List::isEmpty);
        spans.values().forEach(list -> list.sort(TraceShape.OLDEST_FIRST));
        return spans;
    }

    private static List<Long> candidates(Handle handle, Set<Integer> wanted) {
        var parts = new ArrayList<Long>();
        handle.createQuery("SELECT first_part, hashes FROM trace_group ORDER BY first_part")
                .map((row, _) ->
                        Map.entry(
                                row.getLong("first_part"),
                                ByteBuffer.wrap(row.getBytes("hashes")).asIntBuffer()))
                .forEach(group -> {
                    var hashes = group.getValue();
                    for (int i = 0; i < hashes.limit(); i++) {
                        if (wanted.contains(hashes.get(i))) {
                            parts.add(group.getKey() + i);
                        }
                    }
                });
        return parts;
    }

    /// Drops groups of which no part is left. Returns how many.
    static int forgetTrimmed(Handle handle) {
        return handle.createUpdate(
                        """
                        DELETE FROM trace_group
                        WHERE first_part + length(hashes) / 4 <= coalesce(
                            (SELECT min(part_id) FROM trace_part), 1 << 62)
                        """)
                .execute();
    }
}
