package io.agw.server.cache;

import org.jspecify.annotations.Nullable;

/// Where the answer to one request may be kept. Thread-safe.
public final class Slot {
    private final Shelf shelf;
    private final Place place;
    private final long generation;

    Slot(Shelf shelf, Place place, long generation) {
        this.shelf = shelf;
        this.place = place;
        this.generation = generation;
    }

    /// Most bytes of an answer that is kept.
    public int longest() {
        return shelf.longest();
    }

    /// Takes room for a part of an answer that is still coming.
    ///
    /// @return false when there is none
    public boolean take(long bytes) {
        return shelf.take(bytes);
    }

    /// Gives room back that was taken.
    public void give(long bytes) {
        shelf.give(bytes);
    }

    /// Keeps a complete answer; not when the cache was emptied or changed since it was asked.
    public void keep(KeptAnswer answer) {
        shelf.put(place, answer, generation);
    }

    /// @param key of the request
    /// @param group of requests that are compared with each other; null for none
    /// @param vector what the request's last text means, of length 1; null when it is not known
    record Place(Digest key, @Nullable Digest group, float @Nullable [] vector) {
        static Place exact(Digest key) {
            return new Place(key, null, null);
        }

        long bytes() {
            return vector == null ? 0 : (long) Float.BYTES * vector.length;
        }
    }
}
