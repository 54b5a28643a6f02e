package io.agw.server.cache;

import java.util.concurrent.atomic.AtomicLong;

/// What all caches together may take. Thread-safe.
final class Room {
    private final long most;
    private final AtomicLong taken = new AtomicLong();

    /// @param most bytes
    Room(long most) {
        this.most = most;
    }

    /// Takes bytes if they are there.
    boolean take(long bytes) {
        long before = taken.get();
        while (before + bytes <= most) {
            long witness = taken.compareAndExchange(before, before + bytes);
            if (witness == before) {
                return true;
            }
            before = witness;
        }
        return false;
    }

    void give(long bytes) {
        taken.addAndGet(-bytes);
    }
}
