package io.agw.reconciler.loop;

import io.agw.bundle.plan.Owner;
import io.agw.reconciler.loop.Alarms.Alarm;
import io.agw.reconciler.status.Control;
import io.agw.reconciler.status.Reason;
import io.agw.reconciler.status.StatusBoard;
import io.agw.store.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ObjectNode;

/// Reconciles one source, one attempt at a time, whenever it is due or something has happened.
///
/// Thread-safe. Owns the source and closes it. A wait occupies no thread; an attempt runs on one of
/// the workers of its {@link Clockwork}. What happens during an attempt makes one more.
public final class SourceLoop implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SourceLoop.class);
    private static final int START_SPREAD_MILLIS = 1_000;

    private final ConfiguredSource configured;
    private final Services services;
    private final SourceState state;
    private final Pipeline pipeline;
    private final Settling settling;
    private final Notices notices;
    private final Pacing pacing;
    private final ReentrantLock turn = new ReentrantLock();
    private final ReentrantLock lock = new ReentrantLock();
    private Alarm alarm = () -> {};
    private volatile boolean settled;
    private boolean started;
    private boolean running;
    private boolean closed;
    private boolean anew;
    private long requests;
    private String requested = "";

    /// @throws io.agw.store.StoreException when what is known of the source cannot be read
    public SourceLoop(ConfiguredSource configured, Services services) {
        this.configured = configured;
        this.services = services;
        var fingerprint =
                Digests.sha256(configured.policy() + "\n" + configured.identity().description());
        var clock = services.time().clock();
        var stopwatch = new Stopwatch(configured.owner(), clock, services.metrics());
        this.state = new SourceState(configured, fingerprint, services.store(), clock);
        var reading = new Reading(configured, services.loader(), stopwatch, fingerprint);
        this.pipeline = new Pipeline(configured, services, state, reading, stopwatch);
        this.settling = new Settling(configured, services, state);
        this.notices = new Notices(configured.owner(), services.store().outbox());
        this.pacing = new Pacing(configured.policy(), services.time().random(), firstAttempt());
    }

    /// A source whose last good state serves already is not in a hurry: sources then start one
    /// after the other. One that was never applied starts at once.
    private Instant firstAttempt() {
        var now = now();
        boolean served = state.read(StatusBoard::marks).applied() != null;
        var spread = Math.floorMod(configured.owner().hashCode(), START_SPREAD_MILLIS);
        return served ? now.plusMillis(spread) : now;
    }

    public Owner owner() {
        return configured.owner();
    }

    /// Begins to watch and to poll.
    public void start() {
        configured.source().onChange(() -> trigger(Trigger.WATCH));
        lock.lock();
        try {
            started = true;
            state.control()
                    .suspendedAt(now())
                    .ifPresent(suspension -> pacing.pause(suspension.until()));
            schedule();
        } finally {
            lock.unlock();
        }
    }

    /// Something happened. While the source is suspended that makes no attempt.
    public void trigger(Trigger trigger) {
        lock.lock();
        try {
            if (!closed && !state.isSuspended()) {
                pacing.request(trigger, now());
            }
            schedule();
        } finally {
            lock.unlock();
        }
    }

    /// Asks for an attempt now; returns the token that the status shows once it is made.
    ///
    /// @param again whether to fetch and render also what has not changed
    String request(boolean again) {
        lock.lock();
        try {
            requests++;
            requested = now() + "#" + requests;
            anew |= again;
            pacing.request(Trigger.MANUAL, now());
            schedule();
            return requested;
        } finally {
            lock.unlock();
        }
    }

    /// Waits until what was asked for with that token, or later, is done.
    boolean awaitHandled(String token, Duration most) throws InterruptedException {
        return state.awaitHandled(
                board -> number(board.lastHandledRequest()) >= number(token), most);
    }

    private static long number(String token) {
        var hash = token.lastIndexOf('#');
        return hash < 0 ? 0 : Long.parseLong(token.substring(hash + 1));
    }

    /// Stops attempts until that time; null: until {@link #trigger}.
    void pause(@Nullable Instant until) {
        lock.lock();
        try {
            pacing.pause(until);
            schedule();
        } finally {
            lock.unlock();
        }
    }

    /// Does something that must not overlap with an attempt.
    <T> T alone(Supplier<T> work) {
        turn.lock();
        try {
            return work.get();
        } finally {
            turn.unlock();
        }
    }

    /// What was applied by attempts until now is no longer what is applied. Only {@link #alone}.
    void forget() {
        pipeline.forget();
    }

    /// What a reconcile would do now; waits for an attempt that is under way.
    Preview preview() {
        return alone(pipeline::preview);
    }

    ConfiguredSource configured() {
        return configured;
    }

    SourceState state() {
        return state;
    }

    Notices notices() {
        return notices;
    }

    Services services() {
        return services;
    }

    /// The status object.
    public ObjectNode status() {
        return state.json();
    }

    /// Whether the source has been looked at since the start.
    public boolean isSettled() {
        return settled;
    }

    private void schedule() {
        setAlarm();
        show();
    }

    private boolean isWaiting() {
        return started && !running && !closed;
    }

    private void setAlarm() {
        alarm.cancel();
        var due = pacing.due();
        if (isWaiting() && !due.equals(Instant.MAX)) {
            alarm = services.time().alarms().at(due, this::ring);
        }
    }

    private void show() {
        if (!isWaiting()) {
            return;
        }
        var due = pacing.due();
        boolean never = due.equals(Instant.MAX);
        state.write(board -> board.nextAttemptAt(never ? null : due));
        settling.stand();
    }

    private void ring() {
        lock.lock();
        try {
            if (running || closed) {
                return;
            }
            if (now().isBefore(pacing.due())) {
                schedule();
                return;
            }
            running = true;
        } finally {
            lock.unlock();
        }
        services.time().workers().execute(this::work);
    }

    private void work() {
        boolean again;
        Trigger trigger;
        String token;
        lock.lock();
        try {
            trigger = pacing.start(now());
            again = anew;
            token = requested;
            anew = false;
        } finally {
            lock.unlock();
        }
        var end = alone(() -> sound(trigger, again));
        lock.lock();
        try {
            settled = true;
            running = false;
            next(end);
            setAlarm();
            state.write(
                    board -> board.handled(token.isEmpty() ? board.lastHandledRequest() : token));
            show();
        } catch (RuntimeException e) {
            LOG.error("source {}: status not written", owner(), e);
        } finally {
            lock.unlock();
        }
    }

    /// A defect in an attempt, or in what is told of it, must not end the loop.
    private Reconciliation sound(Trigger trigger, boolean again) {
        try {
            return attempt(trigger, again);
        } catch (RuntimeException e) {
            LOG.error("source {}: attempt failed", owner(), e);
            return broken();
        }
    }

    private static Reconciliation broken() {
        return new Reconciliation.Waiting(
                Reason.APPLY_FAILED, "internal error, see the log", null, List.of());
    }

    private Reconciliation attempt(Trigger trigger, boolean again) {
        resumeWhenOver();
        var before = state.read(Notices.Before::of);
        long id = state.read(board -> board.began(now()));
        var end = run(trigger, again);
        settling.settle(end, id, notices.after(end, before, settling.failures(end), id));
        count(end, trigger, before);
        return end;
    }

    /// What a defect ended is settled as any other failure is.
    private Reconciliation run(Trigger trigger, boolean again) {
        try {
            return pipeline.run(trigger, again);
        } catch (RuntimeException e) {
            LOG.error("source {}: attempt failed", owner(), e);
            return broken();
        }
    }

    /// A suspension that is over does not count, stored or not: where the store takes nothing now,
    /// the next attempt notes it.
    private void resumeWhenOver() {
        var suspension = state.control().suspension();
        if (suspension == null || state.isSuspended()) {
            return;
        }
        try {
            state.decide(Control::resumed);
            notices.told("Resumed", Notices.data().put("reason", "its time is over"));
        } catch (StoreException e) {
            LOG.warn("source {}: end of suspension not stored: {}", owner(), e.getMessage());
        }
    }

    private void count(Reconciliation end, Trigger trigger, Notices.Before before) {
        var metrics = services.metrics();
        metrics.reconciled(owner(), end.word(), trigger);
        if (end instanceof Reconciliation.Applied(_, var plan, _)) {
            metrics.changed(owner(), plan.counts());
        }
        if (end instanceof Reconciliation.Drifted && !before.drifted()) {
            metrics.driftDetected(owner());
        }
    }

    private void next(Reconciliation end) {
        var suspension = state.control().suspendedAt(now());
        if (suspension.isPresent()) {
            pacing.pause(suspension.get().until());
            return;
        }
        if (end instanceof Reconciliation.Waiting(var reason, _, var retryAfter, _)
                && !isWaitedOut(reason)) {
            int failures = Math.max(1, state.read(StatusBoard::failures).consecutive());
            pacing.finish(now(), pacing.backoff(failures, retryAfter), Trigger.RETRY);
        } else {
            pacing.finish(now(), pacing.interval(), Trigger.POLL);
        }
    }

    /// A branch or a folder that is gone comes back when somebody makes it, not sooner for being
    /// asked more often.
    private static boolean isWaitedOut(Reason reason) {
        return reason == Reason.REF_NOT_FOUND || reason == Reason.PATH_NOT_FOUND;
    }

    private Instant now() {
        return services.time().clock().instant();
    }

    /// Ends waiting, watching and a fetch that is under way; what is being applied is finished.
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            alarm.cancel();
        } finally {
            lock.unlock();
        }
        configured.source().close();
    }
}
