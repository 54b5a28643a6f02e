package io.agw.server.dispatch;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/// What the calls made so far say of one model at one provider. Shared by all routes to it and
/// outlives snapshots. Thread-safe.
final class Standing {
    /// Not yet known.
    static final long COLD = -1;

    /// A new measurement counts for a fifth, so that about ten calls replace what was known.
    private static final int SHARE = 5;

    private final RetryBudget retries = new RetryBudget();
    private final AtomicInteger underWay = new AtomicInteger();
    private final AtomicLong wholeNanos = new AtomicLong(COLD);
    private final AtomicLong firstNanos = new AtomicLong(COLD);

    RetryBudget retries() {
        return retries;
    }

    /// Calls that have begun and not ended, streams included.
    int underWay() {
        return underWay.get();
    }

    void begin() {
        underWay.incrementAndGet();
    }

    void end() {
        underWay.decrementAndGet();
    }

    /// Takes note of how long an upstream took to answer.
    ///
    /// @param streamed whether until the first event of a stream, else until the whole answer
    void took(long nanos, boolean streamed) {
        mean(streamed)
                .accumulateAndGet(nanos, (old, now) -> old < 0 ? now : old + (now - old) / SHARE);
    }

    /// A moving mean of nanoseconds, or `COLD`.
    ///
    /// @param streamed whether until the first event of a stream, else until the whole answer
    long latency(boolean streamed) {
        return mean(streamed).get();
    }

    private AtomicLong mean(boolean streamed) {
        return streamed ? firstNanos : wholeNanos;
    }
}
