package io.agw.store.sqlite;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What the store does by itself now and then, on one platform thread. A task that fails is logged
/// and tried again when its time comes.
final class Housekeeping implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Housekeeping.class);

    private final ScheduledExecutorService thread =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("store-housekeeping").factory());
    private final List<ScheduledFuture<?>> tasks = new ArrayList<>();

    void every(Duration interval, Duration first, String name, Runnable task) {
        tasks.add(
                thread.scheduleWithFixedDelay(
                        () -> run(name, task),
                        first.toMillis(),
                        interval.toMillis(),
                        TimeUnit.MILLISECONDS));
    }

    private static void run(String name, Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) {
            LOG.warn("{} failed and is tried again later", name, e);
        }
    }

    /// Waits for the task that runs, and begins no other.
    @Override
    public void close() {
        tasks.forEach(task -> task.cancel(false));
        thread.close();
    }
}
