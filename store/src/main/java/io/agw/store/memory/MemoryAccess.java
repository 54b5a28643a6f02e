package io.agw.store.memory;

import io.agw.store.AccessRecords;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Permits that last as long as their process.
final class MemoryAccess implements AccessRecords {
    private final List<Permit> permits = new ArrayList<>();

    @Override
    public synchronized List<Permit> permits() {
        return permits.stream()
                .sorted(Comparator.comparing(Permit::since).thenComparing(Permit::id))
                .toList();
    }

    @Override
    public synchronized void add(Permit permit) {
        permits.removeIf(each -> !each.until().isAfter(permit.since()));
        permits.add(permit);
    }

    @Override
    public synchronized void remove(String id) {
        permits.removeIf(each -> each.id().equals(id));
    }
}
