package io.agw.store.memory;

import io.agw.store.EventDraft;
import io.agw.store.Outbox;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.TreeMap;

/// Guarded by itself.
final class MemoryOutbox implements Outbox {
    private final InstantSource clock;
    private final TreeMap<Long, Event> events = new TreeMap<>();
    private long lastId;

    MemoryOutbox(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public synchronized void append(EventDraft event) {
        lastId++;
        var at = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        events.put(lastId, new Event(lastId, at, event));
        if (events.size() > KEPT) {
            events.pollFirstEntry();
        }
    }

    @Override
    public synchronized List<Event> after(long after, int limit) {
        return events.tailMap(after, false).values().stream().limit(limit).toList();
    }

    @Override
    public synchronized long lastId() {
        return lastId;
    }
}
