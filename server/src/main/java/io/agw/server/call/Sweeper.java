package io.agw.server.call;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One thread that looks at everything with a time limit, ten times a second. A time limit then
/// costs the watched thread one write, and no timer.
///
/// {@link #start} starts the thread, {@link #close} ends it. Thread-safe.
public final class Sweeper implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Sweeper.class);
    private static final long PERIOD_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final Set<Task> tasks = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;
    private @Nullable Thread thread;

    public synchronized void start() {
        if (thread == null) {
            thread = Thread.ofPlatform().daemon().name("agw-sweeper").start(this::run);
        }
    }

    /// Sweeps a task until it is removed.
    public void add(Task task) {
        tasks.add(task);
    }

    public void remove(Task task) {
        tasks.remove(task);
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (thread != null) {
            LockSupport.unpark(thread);
        }
    }

    private void run() {
        while (!closed) {
            LockSupport.parkNanos(this, PERIOD_NANOS);
            long now = System.nanoTime();
            for (var task : tasks) {
                try {
                    task.sweep(now);
                } catch (RuntimeException e) {
                    // a defect of one task must not take the deadlines of all others with it
                    LOG.error("sweep failed: {}", task, e);
                }
            }
        }
    }

    /// Something that is looked at. Must not block: every other time limit waits for it.
    @FunctionalInterface
    public interface Task {
        /// @param now `System.nanoTime`
        void sweep(long now);
    }
}
