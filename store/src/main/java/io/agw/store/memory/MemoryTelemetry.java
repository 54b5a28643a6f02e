package io.agw.store.memory;

import io.agw.store.ChainVerdict;
import io.agw.store.ResponseOrigin;
import io.agw.store.SpanRecord;
import io.agw.store.TelemetryStore;
import io.agw.store.TraceShape;
import io.agw.store.TurnIdentity;
import io.agw.store.TurnRecord;
import io.agw.store.UsageQueries;
import io.agw.store.UsageRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Guarded by itself.
final class MemoryTelemetry implements TelemetryStore {
    private static final long BYTES_PER_ROW = 512;

    private final List<TurnRecord> turns = new ArrayList<>();
    private final MemoryUsage usage = new MemoryUsage();

    @Override
    public UsageQueries queries() {
        return usage;
    }

    @Override
    public synchronized void append(List<TurnRecord> added) {
        turns.addAll(added);
        added.stream().map(TurnRecord::usage).filter(Objects::nonNull).forEach(usage::add);
    }

    @Override
    public synchronized List<UsageRecord> missing(List<UsageRecord> rows) {
        var known = new ArrayList<TurnIdentity>();
        turns.stream()
                .map(TurnRecord::usage)
                .filter(Objects::nonNull)
                .map(TurnIdentity::of)
                .forEach(known::add);
        return rows.stream().filter(row -> !known.remove(TurnIdentity.of(row))).toList();
    }

    /// Nobody else can reach what is in memory.
    @Override
    public synchronized ChainVerdict proven() {
        return new ChainVerdict.Whole(usageCount(), 0, 1, usage.lastId(), "");
    }

    @Override
    public synchronized List<UsageRecord> usage(Instant from, Instant to, int limit) {
        return turns.stream()
                .map(TurnRecord::usage)
                .filter(Objects::nonNull)
                .filter(row -> !row.finishedAt().isBefore(from) && row.finishedAt().isBefore(to))
                .sorted(Comparator.comparing(UsageRecord::finishedAt).reversed())
                .limit(limit)
                .toList();
    }

    @Override
    public synchronized long usageCount() {
        return turns.stream().filter(turn -> turn.usage() != null).count();
    }

    @Override
    public synchronized Optional<ResponseOrigin> responseOrigin(
            String responseId, @Nullable String keyId) {
        return turns.stream()
                .map(TurnRecord::made)
                .filter(Objects::nonNull)
                .filter(made ->
                        made.responseId().equals(responseId) && Objects.equals(made.keyId(), keyId))
                .findFirst();
    }

    @Override
    public synchronized List<TraceSummary> traces(int limit) {
        var byTrace = new LinkedHashMap<String, TraceSummary>();
        for (var turn : turns) {
            for (var span : turn.spans()) {
                byTrace.compute(
                        span.traceId(),
                        (_, known) -> known == null ? TraceSummary.of(span) : known.and(span));
            }
        }
        return byTrace.values().stream()
                .sorted(Comparator.comparingLong(TraceSummary::startNanos).reversed())
                .limit(limit)
                .toList();
    }

    @Override
    public synchronized List<SpanRecord> trace(String traceId) {
        return turns.stream()
                .flatMap(turn -> turn.spans().stream())
                .filter(span -> span.traceId().equals(traceId))
                .limit(MOST_SPANS)
                .sorted(TraceShape.OLDEST_FIRST)
                .toList();
    }

    @Override
    public synchronized int trim(Instant before, long maxBytes) {
        int rows = turns.size();
        turns.removeIf(turn -> finishedAt(turn).isBefore(before));
        while (!turns.isEmpty() && turns.size() * BYTES_PER_ROW > maxBytes) {
            turns.removeFirst();
        }
        usage.keep(turns.stream().map(TurnRecord::usage).filter(Objects::nonNull).toList());
        return rows - turns.size();
    }

    private static Instant finishedAt(TurnRecord turn) {
        var usage = turn.usage();
        if (usage != null) {
            return usage.finishedAt();
        }
        return turn.spans().stream()
                .map(span -> Instant.ofEpochSecond(0, span.endNanos()))
                .max(Comparator.naturalOrder())
                .orElse(Instant.EPOCH);
    }
}
