package io.agw.store;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/// A clock that a test moves. Thread-safe.
public final class ManualClock implements InstantSource {
    private volatile Instant now;

    public ManualClock(Instant now) {
        this.now = now;
    }

    @Override
    public Instant instant() {
        return now;
    }

    public synchronized void advance(Duration by) {
        now = now.plus(by);
    }
}
