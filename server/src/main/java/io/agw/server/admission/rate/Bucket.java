package io.agw.server.admission.rate;

/// A token bucket on the monotonic clock: full at first, refilled continuously, below zero when
/// more was used than had been foreseen. Not thread-safe; its counter guards it.
final class Bucket {
    /// What rounding may lack: a request that is due is not refused for a billionth of itself.
    private static final double ROUNDING = 1e-6;

    private Pace pace;
    private double capacity;
    private double level;
    private long seen;

    /// @param now `System.nanoTime`
    Bucket(Pace pace, long capacity, long now) {
        this.pace = pace;
        this.capacity = capacity;
        this.level = capacity;
        this.seen = now;
    }

    /// From here on it has another size and pace, and is as full as it was in proportion.
    void become(Pace other, long size, long now) {
        if (pace.equals(other) && capacity == size) {
            return;
        }
        refill(now);
        level = level / capacity * size;
        pace = other;
        capacity = size;
    }

    /// Whether so many can be taken. One that wants more than ever fits may have a full bucket.
    boolean has(double wanted, long now) {
        refill(now);
        return level + ROUNDING >= Math.min(wanted, capacity);
    }

    void take(double count) {
        level -= count;
    }

    /// Puts back what was not used, or takes what was used besides.
    void give(double count, long now) {
        refill(now);
        level = Math.min(capacity, level + count);
    }

    /// How long until so many can be taken; 0 when they can be now.
    long nanosUntil(double wanted, long now) {
        refill(now);
        double missing = Math.min(wanted, capacity) - level;
        return missing <= ROUNDING ? 0 : Math.max(1, Math.round(missing / pace.perNano()));
    }

    Allowance allowance(long now) {
        refill(now);
        long full = (long) Math.ceil((capacity - level) / pace.perNano());
        return new Allowance((long) capacity, Math.max(0, (long) (level + ROUNDING)), full);
    }

    boolean isFull(long now) {
        refill(now);
        return level >= capacity;
    }

    private void refill(long now) {
        if (now - seen > 0) {
            level = Math.min(capacity, level + (now - seen) * pace.perNano());
            seen = now;
        }
    }
}
