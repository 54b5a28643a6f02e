package io.agw.store;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes the records of finished turns off their threads and commits them in groups: one bounded
/// queue, one platform thread.
///
/// Handing a record over costs an array slot and a short lock. Only when the queue is full does the
/// turn wait, and when that does not help the record is counted as lost: accounting never stops
/// traffic, and what is missing is known. While the store cannot write (disk full, locked) the
/// queue holds what it can, nobody waits, and writing goes on by itself as soon as it can.
/// Thread-safe. Borrows the store; {@link #close} writes what is queued.
public final class TelemetryWriter implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TelemetryWriter.class);
    private static final Duration IDLE = Duration.ofMillis(250);

    private final TelemetryStore store;
    private final Settings settings;
    private final ArrayBlockingQueue<TurnRecord> queue;
    private final Thread thread;
    private final LongAdder usageWritten = new LongAdder();
    private final LongAdder usageLost = new LongAdder();
    private final LongAdder spansLost = new LongAdder();
    private final LongAdder failures = new LongAdder();
    private volatile boolean degraded;
    private volatile boolean closing;
    private volatile long giveUpAt = Long.MAX_VALUE;

    public TelemetryWriter(TelemetryStore store, Settings settings) {
        this.store = store;
        this.settings = settings;
        this.queue = new ArrayBlockingQueue<>(settings.capacity());
        this.thread = Thread.ofPlatform().name("telemetry-writer").daemon().unstarted(this::run);
    }

    /// Begins to write. Records may be offered before.
    public void start() {
        thread.start();
    }

    /// Writes the rows of turns that the process before did not live to see the end of, where they
    /// are missing: at once, or with what is queued when that cannot be yet.
    ///
    /// @return those that were missing
    /// @throws StoreException when it cannot be read which are
    public List<TurnRecord> recover(List<UsageRecord> unended) {
        var missing =
                store.missing(unended).stream().map(row -> new TurnRecord(row, List.of())).toList();
        if (missing.isEmpty()) {
            return missing;
        }
        try {
            store.append(missing);
        } catch (StoreException e) {
            LOG.error("the rows of {} turns that never ended have to wait", missing.size(), e);
            missing.forEach(this::offer);
        }
        return missing;
    }

    /// Hands a record over. Waits up to the set patience when the queue is full, but not while the
    /// store is known to fail; an interrupt ends the wait and stays set.
    ///
    /// @return whether it will be written; when not, it is counted as lost
    public boolean offer(TurnRecord turn) {
        if (!closing && (queue.offer(turn) || offerPatiently(turn))) {
            // a record that slipped in after the last look at the queue would be lost silently
            if (!closing || thread.isAlive() || !queue.remove(turn)) {
                return true;
            }
        }
        countLost(turn);
        return false;
    }

    private boolean offerPatiently(TurnRecord turn) {
        if (degraded) {
            return false;
        }
        try {
            return queue.offer(turn, settings.patience().toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    public Counters counters() {
        return new Counters(
                usageWritten.sum(),
                usageLost.sum(),
                spansLost.sum(),
                failures.sum(),
                queue.size(),
                degraded);
    }

    /// Refuses further records, writes those that are queued, and ends. What cannot be written in
    /// the set time is counted as lost. Idempotent.
    @Override
    public void close() {
        if (!closing) {
            giveUpAt = System.nanoTime() + settings.drain().toNanos();
            closing = true;
        }
        LockSupport.unpark(thread);
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException _) {
                interrupted = true;
            }
        }
        var left = new ArrayList<TurnRecord>();
        queue.drainTo(left);
        left.forEach(this::countLost);
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        var group = new ArrayList<TurnRecord>(settings.most());
        while (gather(group)) {
            write(group);
            group.clear();
        }
    }

    /// Waits for a first record, then a moment for others, so that one commit serves many. False
    /// when closed and empty.
    private boolean gather(List<TurnRecord> group) {
        while (true) {
            var first = poll();
            if (first != null) {
                group.add(first);
                if (queue.size() < settings.group() && !closing) {
                    LockSupport.parkNanos(settings.gather().toNanos());
                }
                queue.drainTo(group, settings.most() - 1);
                return true;
            }
            if (closing) {
                return false;
            }
        }
    }

    private @Nullable TurnRecord poll() {
        try {
            return closing ? queue.poll() : queue.poll(IDLE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException _) {
            // nobody but close() ends this thread, and it does so by its flag
            return null;
        }
    }

    private void write(List<TurnRecord> group) {
        long pause = settings.firstRetry().toNanos();
        while (true) {
            try {
                store.append(group);
                count(group);
                recovered();
                return;
            } catch (StoreException e) {
                failures.increment();
                if (!waitingHelps(e.reason())) {
                    isolate(group, e);
                    return;
                }
                failed(e);
            }
            if (closing && System.nanoTime() >= giveUpAt) {
                group.forEach(this::countLost);
                return;
            }
            LockSupport.parkNanos(closing ? Math.min(pause, settings.gather().toNanos()) : pause);
            pause = Math.min(2 * pause, settings.lastRetry().toNanos());
        }
    }

    /// One record that the store refuses must not take its neighbours with it.
    private void isolate(List<TurnRecord> group, StoreException refusal) {
        if (group.size() == 1) {
            LOG.error("a turn's record cannot be written and is lost", refusal);
            countLost(group.getFirst());
            return;
        }
        for (var turn : group) {
            try {
                store.append(List.of(turn));
                count(List.of(turn));
            } catch (StoreException e) {
                isolate(List.of(turn), e);
            }
        }
    }

    private static boolean waitingHelps(StoreException.Reason reason) {
        return switch (reason) {
            case BUSY, DISK_FULL, READ_ONLY, IO -> true;
            case CORRUPT, NEWER_SCHEMA, WRONG_MASTER_KEY, OTHER -> false;
        };
    }

    private void failed(StoreException e) {
        if (!degraded) {
            degraded = true;
            LOG.error("usage and spans cannot be written for now and are queued", e);
        }
    }

    private void recovered() {
        if (degraded) {
            degraded = false;
            LOG.info("usage and spans are written again; lost meanwhile: {}", usageLost.sum());
        }
    }

    private void count(List<TurnRecord> written) {
        for (var turn : written) {
            if (turn.usage() != null) {
                usageWritten.increment();
            }
            turn.after().run();
        }
    }

    private void countLost(TurnRecord turn) {
        if (turn.usage() != null) {
            usageLost.increment();
        }
        spansLost.add(turn.spans().size());
        turn.after().run();
    }

    /// What has become of the records.
    ///
    /// @param usageWritten usage rows committed
    /// @param usageLost usage rows given up
    /// @param spansLost spans given up
    /// @param failures commits that failed
    /// @param queued records waiting
    /// @param degraded whether the store fails at present
    public record Counters(
            long usageWritten,
            long usageLost,
            long spansLost,
            long failures,
            int queued,
            boolean degraded) {}

    /// How records are grouped and how long anyone waits.
    ///
    /// @param capacity records that the queue holds
    /// @param group a group is not waited for once so many are queued
    /// @param most most records of one commit, when there is a backlog
    /// @param gather longest wait for a group to fill
    /// @param patience longest wait of a turn when the queue is full
    /// @param firstRetry pause after a failed commit, doubled up to `lastRetry`
    /// @param lastRetry longest pause after a failed commit
    /// @param drain longest time that closing takes
    public record Settings(
            int capacity,
            int group,
            int most,
            Duration gather,
            Duration patience,
            Duration firstRetry,
            Duration lastRetry,
            Duration drain) {
        /// A commit costs as much as the rows of a few dozen turns: under load, when its cost
        /// counts, it is waited for a little longer than an idle gateway's reader would notice.
        public static Settings defaults() {
            return new Settings(
                    8192,
                    1_000,
                    2_000,
                    Duration.ofMillis(20),
                    Duration.ofMillis(50),
                    Duration.ofMillis(100),
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(5));
        }
    }
}
