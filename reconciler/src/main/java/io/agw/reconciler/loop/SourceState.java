package io.agw.reconciler.loop;

import io.agw.bundle.plan.Owner;
import io.agw.reconciler.status.Control;
import io.agw.reconciler.status.ControlJson;
import io.agw.reconciler.status.StatusBoard;
import io.agw.store.AuditDraft;
import io.agw.store.EventDraft;
import io.agw.store.SourceRecords;
import io.agw.store.Store;
import io.agw.store.StoreException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ObjectNode;

/// A source's status and operators' decisions, in memory and in the store. Thread-safe.
final class SourceState {
    private static final Logger LOG = LoggerFactory.getLogger(SourceState.class);

    /// How many events wait for a store that takes nothing; older ones are given up.
    private static final int MOST_UNTOLD = 100;

    private final Owner owner;
    private final SourceRecords records;
    private final InstantSource clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final StatusBoard board;
    private final Deque<EventDraft> untold = new ArrayDeque<>();
    private Control control;
    private String saved = "";

    /// @throws StoreException when what is stored cannot be read
    SourceState(ConfiguredSource configured, String fingerprint, Store store, InstantSource clock) {
        this.owner = configured.owner();
        this.records = store.sources();
        this.clock = clock;
        this.board =
                StatusBoard.restored(
                        configured.identity(), fingerprint, records.status(owner), clock.instant());
        store.revisions().list(owner, 1).forEach(board::catchUp);
        this.control = records.control(owner).map(ControlJson::read).orElse(Control.NONE);
    }

    Control control() {
        lock.lock();
        try {
            return control;
        } finally {
            lock.unlock();
        }
    }

    boolean isSuspended() {
        return control().suspendedAt(clock.instant()).isPresent();
    }

    /// Takes a decision that is no act of its own.
    ///
    /// @throws StoreException when it cannot be stored; it does not count then
    void decide(UnaryOperator<Control> decision) {
        decide(decision, List.of());
    }

    /// Takes a decision: it is stored before it counts.
    ///
    /// @param acts what to put down of it in the audit log; stored with it, so that neither an act
    ///   nor what it brought about stands alone
    /// @throws StoreException when it cannot be stored; it does not count then
    void decide(UnaryOperator<Control> decision, List<AuditDraft> acts) {
        lock.lock();
        try {
            var decided = decision.apply(control);
            if (!decided.equals(control) || !acts.isEmpty()) {
                records.saveControl(owner, ControlJson.write(decided), acts);
                control = decided;
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    <T> T read(Function<StatusBoard, T> question) {
        lock.lock();
        try {
            return question.apply(board);
        } finally {
            lock.unlock();
        }
    }

    void write(Consumer<StatusBoard> change) {
        write(change, List.of());
    }

    /// Changes what the status says, and stores it when more than time has passed.
    ///
    /// @param events what there is to tell of the change; stored with it, so that neither a crash
    ///   nor a full disk loses one without the other
    void write(Consumer<StatusBoard> change, List<EventDraft> events) {
        lock.lock();
        try {
            change.accept(board);
            untold.addAll(events);
            while (untold.size() > MOST_UNTOLD) {
                untold.removeFirst();
            }
            changed.signalAll();
            save();
        } finally {
            lock.unlock();
        }
    }

    /// A status that cannot be stored is still shown; the next change tries again.
    private void save() {
        var essence = board.essence();
        if (essence.equals(saved) && untold.isEmpty()) {
            return;
        }
        try {
            records.saveStatus(owner, board.stored(), List.copyOf(untold));
            saved = essence;
            untold.clear();
        } catch (StoreException e) {
            LOG.warn("source {}: status not stored: {}", owner, e.getMessage());
        }
    }

    ObjectNode json() {
        lock.lock();
        try {
            return board.json(control, clock.instant());
        } finally {
            lock.unlock();
        }
    }

    /// Waits until a reconcile request is handled; false when it is not within that time.
    boolean awaitHandled(Function<StatusBoard, Boolean> handled, Duration most)
            throws InterruptedException {
        long left = most.toNanos();
        lock.lock();
        try {
            while (!handled.apply(board)) {
                if (left <= 0) {
                    return false;
                }
                left = changed.awaitNanos(left);
            }
            return true;
        } finally {
            lock.unlock();
        }
    }
}
