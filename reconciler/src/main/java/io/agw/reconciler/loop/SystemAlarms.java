package io.agw.reconciler.loop;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/// Alarms on one platform thread. Owns the thread; closing it drops what is due.
public final class SystemAlarms implements Alarms, AutoCloseable {
    private final InstantSource clock;
    private final ScheduledThreadPoolExecutor thread;

    public SystemAlarms(InstantSource clock) {
        this.clock = clock;
        this.thread =
                new ScheduledThreadPoolExecutor(
                        1, Thread.ofPlatform().name("reconciler-alarms").daemon().factory());
        thread.setRemoveOnCancelPolicy(true);
    }

    @Override
    public Alarm at(Instant time, Runnable ring) {
        var wait = Math.max(0, Duration.between(clock.instant(), time).toMillis());
        var call = thread.schedule(ring, wait, TimeUnit.MILLISECONDS);
        return () -> call.cancel(false);
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
