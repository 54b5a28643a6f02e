package io.agw.server.cache;

import io.agw.bundle.model.Cache;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// The answers of one cache, those not asked for longest first, bounded in bytes, number and age.
/// Thread-safe.
final class Shelf {
    /// One answer may take this share of its cache, so that it does not drive out all others.
    private static final int SHARE = 8;

    private static final long NANOS_PER_SECOND = 1_000_000_000;

    private final Cache cache;
    private final Room room;
    private final LongSupplier nanos;
    private final ReentrantLock lock = new ReentrantLock();
    private final LinkedHashMap<Digest, Entry> entries = new LinkedHashMap<>(16, 0.75f, true);
    private final Map<Digest, LinkedHashSet<Entry>> groups = new HashMap<>();
    private long bytes;
    private long hits;
    private long misses;
    private long generation;
    private boolean closed;

    /// @param nanos a watch that never jumps
    Shelf(Cache cache, Room room, LongSupplier nanos) {
        this.cache = cache;
        this.room = room;
        this.nanos = nanos;
    }

    Cache cache() {
        return cache;
    }

    int longest() {
        return (int) Math.min(Integer.MAX_VALUE / 2, cache.maxBytes() / SHARE);
    }

    /// What is kept for a key.
    ///
    /// @param seconds most age that the client wants
    Found.@Nullable Hit find(Digest key, long seconds) {
        lock.lock();
        try {
            return hit(entries.get(key), seconds);
        } finally {
            lock.unlock();
        }
    }

    /// What is kept for the request of a group that means most alike.
    ///
    /// @param vector of length 1
    /// @param least cosine
    Found.@Nullable Hit nearest(Digest group, float[] vector, double least, long seconds) {
        Entry[] all;
        lock.lock();
        try {
            var members = groups.get(group);
            all = members == null ? new Entry[0] : members.toArray(new Entry[0]);
        } finally {
            lock.unlock();
        }
        Entry best = null;
        double most = least;
        for (var entry : all) {
            var other = entry.place.vector();
            double cosine = other == null ? -1 : Vectors.cosine(vector, other);
            if (cosine >= most && isFresh(entry, seconds)) {
                best = entry;
                most = cosine;
            }
        }
        return best == null ? null : find(best.place.key(), seconds);
    }

    private Found.@Nullable Hit hit(@Nullable Entry entry, long seconds) {
        if (entry == null) {
            return null;
        }
        if (isExpired(entry)) {
            remove(entry);
            return null;
        }
        if (!isFresh(entry, seconds)) {
            return null;
        }
        hits++;
        return new Found.Hit(entry.answer, age(entry) / NANOS_PER_SECOND);
    }

    /// Notes that there was nothing.
    ///
    /// @return where the answer may be kept
    Slot miss(Slot.Place place) {
        lock.lock();
        try {
            misses++;
            return new Slot(this, place, generation);
        } finally {
            lock.unlock();
        }
    }

    void put(Slot.Place place, KeptAnswer answer, long since) {
        var entry = new Entry(place, answer, nanos.getAsLong());
        if (entry.bytes > longest()) {
            return;
        }
        room.make(entry.bytes);
        lock.lock();
        try {
            if (closed || since != generation) {
                return;
            }
            var before = entries.get(place.key());
            if (before != null) {
                remove(before);
            }
            while (entries.size() >= cache.maxEntries() || bytes + entry.bytes > cache.maxBytes()) {
                remove(entries.firstEntry().getValue());
            }
            if (taken(entry.bytes)) {
                add(entry);
            }
        } finally {
            lock.unlock();
        }
    }

    /// False when other caches have taken all there is.
    private boolean taken(long size) {
        while (!room.take(size)) {
            if (entries.isEmpty()) {
                return false;
            }
            remove(entries.firstEntry().getValue());
        }
        return true;
    }

    /// Takes room for an answer that is still coming; false when there is none.
    boolean take(long size) {
        room.make(size);
        lock.lock();
        try {
            return !closed && taken(size);
        } finally {
            lock.unlock();
        }
    }

    /// Gives back what {@link #take} took.
    void give(long size) {
        room.give(size);
    }

    /// Forgets what is too old.
    void sweep() {
        lock.lock();
        try {
            entries.values().stream().filter(this::isExpired).toList().forEach(this::remove);
        } finally {
            lock.unlock();
        }
    }

    private void add(Entry entry) {
        entries.put(entry.place.key(), entry);
        bytes += entry.bytes;
        var group = entry.place.group();
        if (group != null) {
            groups.computeIfAbsent(group, _ -> new LinkedHashSet<>()).add(entry);
        }
    }

    private void remove(Entry entry) {
        entries.remove(entry.place.key());
        bytes -= entry.bytes;
        room.give(entry.bytes);
        var group = entry.place.group();
        var members = group == null ? null : groups.get(group);
        if (members != null) {
            members.remove(entry);
            if (members.isEmpty()) {
                groups.remove(group);
            }
        }
    }

    /// Forgets all answers, also those that are being made.
    ///
    /// @return how many were kept
    int clear() {
        lock.lock();
        try {
            int count = entries.size();
            generation++;
            entries.clear();
            groups.clear();
            room.give(bytes);
            bytes = 0;
            return count;
        } finally {
            lock.unlock();
        }
    }

    /// Keeps nothing from here on.
    void close() {
        lock.lock();
        try {
            closed = true;
            clear();
        } finally {
            lock.unlock();
        }
    }

    Caches.View view() {
        lock.lock();
        try {
            sweep();
            return new Caches.View(cache, entries.size(), bytes, hits, misses);
        } finally {
            lock.unlock();
        }
    }

    private boolean isExpired(Entry entry) {
        return age(entry) >= cache.ttl().toNanos();
    }

    private boolean isFresh(Entry entry, long seconds) {
        return !isExpired(entry) && age(entry) / NANOS_PER_SECOND <= seconds;
    }

    private long age(Entry entry) {
        return nanos.getAsLong() - entry.since;
    }

    /// One answer. Compared by identity.
    private static final class Entry {
        private final Slot.Place place;
        private final KeptAnswer answer;
        private final long since;
        private final long bytes;

        Entry(Slot.Place place, KeptAnswer answer, long since) {
            this.place = place;
            this.answer = answer;
            this.since = since;
            this.bytes = answer.bytes() + place.bytes();
        }
    }
}
