package io.agw.server.dispatch;

import java.util.concurrent.atomic.AtomicInteger;

/// Keeps retries to a share of the calls: every call earns a fifth of a retry, and at most three
/// can be saved up. An upstream that fails altogether then sees 1.2 times the usual rate, not three
/// times. Thread-safe.
public final class RetryBudget {
    private static final int RETRY = 10;
    private static final int EARNED = 2;
    private static final int MOST = 3 * RETRY;

    private final AtomicInteger saved = new AtomicInteger(MOST);

    /// Notes a call that is no retry.
    void earn() {
        int now = saved.get();
        while (now < MOST && !saved.compareAndSet(now, Math.min(MOST, now + EARNED))) {
            now = saved.get();
        }
    }

    /// Takes a retry; false when there is none left.
    boolean spend() {
        int now = saved.get();
        while (now >= RETRY) {
            if (saved.compareAndSet(now, now - RETRY)) {
                return true;
            }
            now = saved.get();
        }
        return false;
    }
}
