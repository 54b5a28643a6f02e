package io.agw.server.cache;

import java.util.concurrent.atomic.AtomicLong;

/// What all caches together may take. Thread-safe.
final class Room {
    private final long most;
    private final AtomicLong taken = new AtomicLong();
    private final Runnable sweep;

    /// @param most bytes
    /// @param sweep has all caches give back what nobody may have any more; called without locks
    Room(long most, Runnable sweep) {
        this.most = most;
        this.sweep = sweep;
    }

    /// Makes sure, where it can, that bytes are there, without driving out what is worth keeping.
    void make(long bytes) {
        if (taken.get() + bytes > most) {
            sweep.run();
        }
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
