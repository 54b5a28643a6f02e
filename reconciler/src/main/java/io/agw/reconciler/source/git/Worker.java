package io.agw.reconciler.source.git;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// Runs a source's work with a hard end, on a virtual thread of its own.
///
/// A server may hang, or send one byte now and then, so no timeout of a single read bounds
/// anything. On a virtual thread an interrupt closes the socket that it waits for, which it does
/// not on a platform thread. Should the work live on all the same, it is left behind and the next
/// work of this source waits for its end, since both would write into one folder.
final class Worker implements AutoCloseable {
    private final String name;
    private final Semaphore permits;
    private @Nullable Thread last;
    private Duration lastTook = Duration.ZERO;
    private volatile @Nullable FutureTask<?> running;
    private volatile boolean closed;

    /// @param permits bounds the work of all sources together
    Worker(String name, Semaphore permits) {
        this.name = name;
        this.permits = permits;
    }

    /// Runs it. Waiting for a permit does not count as work; every holder gives it back in time.
    ///
    /// @throws TimeoutException when it did not end in time
    /// @throws ExecutionException with what it threw
    <T> T run(Duration limit, Callable<T> work)
            throws InterruptedException, TimeoutException, ExecutionException {
        lastTook = Duration.ZERO;
        permits.acquire();
        var started = System.nanoTime();
        try {
            return runNow(limit, work, started);
        } finally {
            permits.release();
            lastTook = Duration.ofNanos(System.nanoTime() - started);
        }
    }

    /// How long the last run took, without its wait for a permit.
    Duration lastTook() {
        return lastTook;
    }

    /// Ends what is running.
    @Override
    public void close() {
        closed = true;
        var task = running;
        if (task != null) {
            task.cancel(true);
        }
    }

    private <T> T runNow(Duration limit, Callable<T> work, long started)
            throws InterruptedException, TimeoutException, ExecutionException {
        var before = last;
        if (before != null && !before.join(limit)) {
            throw new TimeoutException("an earlier attempt has not ended");
        }
        var task = new FutureTask<T>(work);
        var thread = Thread.ofVirtual().name(name).unstarted(task);
        running = task;
        try {
            if (closed) {
                throw new CancellationException("source was closed");
            }
            last = thread;
            thread.start();
            return task.get(limit.toNanos() - (System.nanoTime() - started), TimeUnit.NANOSECONDS);
        } finally {
            task.cancel(true);
            running = null;
        }
    }
}
