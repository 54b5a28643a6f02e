package io.agw.store.memory;

import io.agw.store.UsageFilter;
import io.agw.store.UsageQueries;
import io.agw.store.UsageRecord;
import io.agw.store.UsageSum;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Guarded by itself.
final class MemoryUsage implements UsageQueries {
    private final List<Entry> rows = new ArrayList<>();
    private long last;

    synchronized void add(UsageRecord usage) {
        last++;
        rows.add(new Entry(last, usage));
    }

    /// Removes all others.
    synchronized void keep(List<UsageRecord> kept) {
        var left = Collections.<UsageRecord>newSetFromMap(new IdentityHashMap<>());
        left.addAll(kept);
        rows.removeIf(row -> !left.contains(row.usage()));
    }

    @Override
    public synchronized Sums sums(UsageFilter filter, Grouping by) {
        record Place(long bucket, @Nullable String group) {}
        var sums = new HashMap<Place, UsageSum>();
        for (var row : rows) {
            if (filter.matches(row.usage())) {
                var group = by.by() == null ? null : by.by().of(row.usage());
                long bucket = bucket(row.usage().finishedAt(), by.bucket().toMillis());
                sums.merge(
                        new Place(bucket, group),
                        UsageSum.of(row.usage()).at(bucket, group),
                        UsageSum::plus);
            }
        }
        return new Sums.Found(
                sums.values().stream()
                        .sorted(Comparator.comparingLong(UsageSum::bucketMillis))
                        .toList());
    }

    private static long bucket(Instant at, long millis) {
        return millis == 0 ? 0 : Math.floorDiv(at.toEpochMilli(), millis) * millis;
    }

    @Override
    public synchronized List<Entry> entries(
            UsageFilter filter, @Nullable Position after, Page page) {
        var order = Comparator.comparing(Entry::position);
        var inOrder = page.oldestFirst() ? order : order.reversed();
        return rows.stream()
                .filter(row -> filter.matches(row.usage()))
                .sorted(inOrder)
                .filter(row ->
                        after == null
                                || (page.oldestFirst()
                                        ? row.position().compareTo(after) > 0
                                        : row.position().compareTo(after) < 0))
                .limit(page.limit())
                .toList();
    }

    @Override
    public synchronized List<Entry> written(UsageFilter filter, long afterId, int limit) {
        return rows.stream()
                .filter(row -> row.id() > afterId && filter.matches(row.usage()))
                .limit(limit)
                .toList();
    }

    @Override
    public synchronized long lastId() {
        return last;
    }
}
