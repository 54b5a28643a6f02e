package io.agw.store;

import io.agw.store.Ledger.Batch;
import io.agw.store.Ledger.Cell;
import io.agw.store.Ledger.Hold;
import io.agw.store.Ledger.Sum;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes to a ledger in groups: one platform thread, and whatever came while it wrote goes with
/// the next commit.
///
/// A hold is written before its turn may go on, or refused. An end is never refused: while the
/// ledger cannot be written it waits in memory, added up, and goes with the first commit that
/// succeeds. Thread-safe. Borrows the ledger; {@link #close} writes what waits.
public final class LedgerWriter implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LedgerWriter.class);
    private static final Duration PAUSE = Duration.ofMillis(200);
    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final int MOST = 2_000;

    private final Ledger ledger;
    private final LinkedBlockingQueue<Entry> queue = new LinkedBlockingQueue<>();
    private final Thread thread;
    private final Set<Long> ended = new HashSet<>();
    private final Map<Cell, Sum> charges = new HashMap<>();
    private volatile boolean closing;
    private volatile boolean failing;

    public LedgerWriter(Ledger ledger) {
        this.ledger = ledger;
        this.thread = Thread.ofPlatform().name("ledger-writer").daemon().unstarted(this::run);
    }

    /// Begins to write.
    public void start() {
        thread.start();
    }

    /// Sets something aside, and returns once that is durable. An interrupt does not end the wait,
    /// and stays set.
    ///
    /// @throws StoreException when it could not be written; nothing is set aside then
    public void hold(Hold hold) {
        var written = new CompletableFuture<Void>();
        var entry = new Entry(hold, 0, Map.of(), written);
        queue.add(entry);
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    written.get(LOOK.toMillis(), TimeUnit.MILLISECONDS);
                    return;
                } catch (TimeoutException _) {
                    // one that slipped in after the writer's last look would wait for ever, as one
                    // would with which the writer died
                    if (!thread.isAlive() && !written.isDone()) {
                        queue.remove(entry);
                        throw closed();
                    }
                } catch (InterruptedException _) {
                    interrupted = true;
                } catch (ExecutionException e) {
                    throw e.getCause() instanceof StoreException failure
                            ? failure
                            : new StoreException(
                                    StoreException.Reason.OTHER, "the ledger failed", e.getCause());
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /// A turn is over: what was held for it goes, and its charges are written. Does not wait.
    ///
    /// @param turn 0 when nothing was held for it
    public void end(long turn, Map<Cell, Sum> charged) {
        queue.add(new Entry(null, turn, charged, null));
    }

    /// Whether the last commit failed.
    public boolean isFailing() {
        return failing;
    }

    private void run() {
        var group = new ArrayList<Entry>();
        while (true) {
            gather(group);
            if (group.isEmpty() && ended.isEmpty() && charges.isEmpty()) {
                if (closing) {
                    return;
                }
                continue;
            }
            boolean written = write(group);
            group.clear();
            if (!written && closing) {
                LOG.error("{} ended turns could not be written and are charged as held", size());
                for (var left = queue.poll(); left != null; left = queue.poll()) {
                    left.refused(closed());
                }
                return;
            }
        }
    }

    private static StoreException closed() {
        return new StoreException(StoreException.Reason.OTHER, "the ledger is closed", null);
    }

    private void gather(List<Entry> group) {
        try {
            var first =
                    closing ? queue.poll() : queue.poll(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
            if (first != null) {
                group.add(first);
                queue.drainTo(group, MOST - 1);
            }
        } catch (InterruptedException _) {
            // nobody but close() ends this thread, and it does so by its flag
        }
    }

    private boolean write(List<Entry> group) {
        var holds = new ArrayList<Hold>();
        for (var entry : group) {
            if (entry.hold() != null) {
                holds.add(entry.hold());
                continue;
            }
            if (entry.turn() != 0) {
                ended.add(entry.turn());
            }
            entry.charged().forEach((cell, sum) -> charges.merge(cell, sum, Sum::plus));
        }
        if (holds.isEmpty() && ended.isEmpty() && charges.isEmpty()) {
            return true;
        }
        try {
            ledger.commit(new Batch(holds, ended, charges));
            ended.clear();
            charges.clear();
            recovered();
            group.forEach(Entry::written);
            return true;
        } catch (RuntimeException e) {
            failed(e);
            group.forEach(entry -> entry.refused(e));
            return false;
        }
    }

    private int size() {
        return Math.max(ended.size(), charges.size());
    }

    private void failed(RuntimeException e) {
        if (!failing) {
            failing = true;
            LOG.error("the ledger of budgets cannot be written; hard budgets refuse for now", e);
        }
    }

    private void recovered() {
        if (failing) {
            failing = false;
            LOG.info("the ledger of budgets is written again");
        }
    }

    /// Writes what waits, and ends. Idempotent.
    @Override
    public void close() {
        closing = true;
        queue.add(Entry.NOTHING); // its thread may sleep
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException _) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /// Something to be written: a hold, or the end of a turn.
    private record Entry(
            @Nullable Hold hold,
            long turn,
            Map<Cell, Sum> charged,
            @Nullable CompletableFuture<Void> waiting) {
        static final Entry NOTHING = new Entry(null, 0, Map.of(), null);

        void written() {
            if (waiting != null) {
                waiting.complete(null);
            }
        }

        void refused(RuntimeException why) {
            if (waiting != null) {
                waiting.completeExceptionally(why);
            }
        }
    }
}
