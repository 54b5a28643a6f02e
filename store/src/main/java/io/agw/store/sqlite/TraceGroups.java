package io.agw.store.sqlite;

import io.agw.store.SpanRecord;
import io.agw.store.TelemetryStore;
import io.agw.store.TelemetryStore.TraceSummary;
import io.agw.store.TurnRecord;
import java.nio.ByteBuffer;
import java.nio.IntBuffer;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/// The rows of traces: the spans of all turns of a commit packed into one, and beside them which
/// traces they belong to. Everything is appended; finding a trace reads four bytes a turn.
final class TraceGroups {
    /// Turns of one row: a larger one would cost much to read for one trace, and would be kept for
    /// long because of the youngest of them.
    private static final int TURNS = 256;

    private TraceGroups() {}

    /// Appends in the caller's transaction. Plain JDBC, for the reason that {@link UsageRow} gives.
    static void append(Connection connection, List<TurnRecord> turns) throws SQLException {
        var traced =
                turns.stream().map(TurnRecord::spans).filter(spans -> !spans.isEmpty()).toList();
        if (traced.isEmpty()) {
            return;
        }
        try (var insert =
                connection.prepareStatement(
                        "INSERT INTO trace_group (ended_ns, hashes, spans) VALUES (?, ?, ?)")) {
            for (int from = 0; from < traced.size(); from += TURNS) {
                var group = traced.subList(from, Math.min(traced.size(), from + TURNS));
                insert.setLong(1, lastEnd(group));
                insert.setBytes(2, hashes(group));
                insert.setBytes(3, SpanPacking.pack(group));
                insert.executeUpdate();
            }
        }
    }

    private static byte[] hashes(List<List<SpanRecord>> group) {
        var hashes = ByteBuffer.allocate(Integer.BYTES * group.size());
        for (var spans : group) {
            hashes.putInt(spans.getFirst().traceId().hashCode());
        }
        return hashes.array();
    }

    private static long lastEnd(List<List<SpanRecord>> group) {
        long last = 0;
        for (var spans : group) {
            for (var span : spans) {
                last = Math.max(last, span.endNanos());
            }
        }
        return last;
    }

    /// Ids of the traces that were added to last, the newest first.
    static Set<String> newest(Handle handle, int limit) {
        var found = new LinkedHashSet<String>();
        try (var groups =
                handle.createQuery("SELECT spans FROM trace_group ORDER BY group_id DESC")
                        .mapTo(byte[].class)
                        .iterator()) {
            while (found.size() < limit && groups.hasNext()) {
                var traces = SpanPacking.unpack(groups.next(), _ -> true).reversed();
                for (int i = 0; i < traces.size() && found.size() < limit; i++) {
                    found.add(traces.get(i).getFirst().traceId());
                }
            }
        }
        return found;
    }

    /// Those of the traces that are kept, in the order asked for.
    static List<TraceSummary> summaries(Handle handle, Set<String> traceIds) {
        var summaries = new HashMap<String, TraceSummary>();
        for (var group : candidates(handle, traceIds)) {
            for (var turn : unpack(handle, group, traceIds::contains)) {
                for (var span : turn) {
                    summaries.compute(
                            span.traceId(),
                            (_, known) -> known == null ? TraceSummary.of(span) : known.and(span));
                }
            }
        }
        return traceIds.stream().map(summaries::get).filter(Objects::nonNull).toList();
    }

    /// The spans of a trace in the order in which they were written, not more than are to be read.
    static List<SpanRecord> spans(Handle handle, String traceId) {
        var spans = new ArrayList<SpanRecord>();
        for (var group : candidates(handle, Set.of(traceId))) {
            for (var turn : unpack(handle, group, traceId::equals)) {
                for (var span : turn) {
                    if (spans.size() == TelemetryStore.MOST_SPANS) {
                        return spans;
                    }
                    spans.add(span);
                }
            }
        }
        return spans;
    }

    /// The turns of a group that is still there.
    private static List<List<SpanRecord>> unpack(
            Handle handle, long group, Predicate<String> wanted) {
        return handle.createQuery("SELECT spans FROM trace_group WHERE group_id = ?")
                .bind(0, group)
                .mapTo(byte[].class)
                .findOne()
                .map(packed -> SpanPacking.unpack(packed, wanted))
                .orElse(List.of());
    }

    /// The rows that may hold one of the traces, the oldest first.
    private static List<Long> candidates(Handle handle, Set<String> traceIds) {
        var wanted = traceIds.stream().map(String::hashCode).collect(Collectors.toSet());
        var groups = new ArrayList<Long>();
        handle.createQuery("SELECT group_id, hashes FROM trace_group ORDER BY group_id")
                .map((row, _) -> {
                    var hashes = ByteBuffer.wrap(row.getBytes("hashes")).asIntBuffer();
                    return holdsAny(hashes, wanted) ? row.getLong("group_id") : 0;
                })
                .forEach(group -> {
                    if (group > 0) {
                        groups.add(group);
                    }
                });
        return groups;
    }

    private static boolean holdsAny(IntBuffer hashes, Set<Integer> wanted) {
        while (hashes.hasRemaining()) {
            if (wanted.contains(hashes.get())) {
                return true;
            }
        }
        return false;
    }
}
