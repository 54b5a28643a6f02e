package io.agw.server.call;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Gives up the calls of one turn: when somebody says so, or when the turn's time is over, which a
/// sweep finds out. Thread-safe: the turn's thread attaches what it is doing, any other thread
/// cancels. Being given up is final.
public final class Cancellation {
    private final @Nullable Long endsAt;
    private @Nullable Target target;
    private volatile @Nullable UpstreamFailure why;
    private volatile boolean abandoned;

    /// Without a time limit.
    public Cancellation() {
        this.endsAt = null;
    }

    private Cancellation(long endsAt) {
        this.endsAt = endsAt;
    }

    /// For a turn whose calls, and the pauses between them, share one time limit.
    ///
    /// @param begun `System.nanoTime` from which it counts
    public static Cancellation within(Duration total, long begun) {
        return new Cancellation(begun + total.toNanos());
    }

    /// Ends what is under way and refuses what comes later. Does not block.
    public void cancel() {
        end(new UpstreamFailure.Cancelled());
    }

    /// Refuses what comes later; what is under way may end by itself.
    public synchronized void abandon() {
        abandoned = true;
        if (target != null) {
            target.abandon();
        }
        notifyAll();
    }

    /// Ends everything when the time is over.
    ///
    /// @param now `System.nanoTime`
    public void sweep(long now) {
        if (endsAt != null && now - endsAt >= 0) {
            end(new UpstreamFailure.TimedOut(Deadline.REQUEST));
        }
    }

    private synchronized void end(UpstreamFailure cause) {
        if (why != null) {
            return;
        }
        why = cause;
        if (target != null) {
            target.abort(cause);
        }
        notifyAll();
    }

    public boolean isCancelled() {
        return why != null || abandoned;
    }

    /// Whether a pause would be over before the time is.
    public boolean hasTimeFor(Duration pause) {
        return endsAt == null || System.nanoTime() + pause.toNanos() - endsAt < 0;
    }

    /// Waits, for the delay between two attempts.
    ///
    /// @throws CallFailed when given up meanwhile
    public synchronized void sleep(long nanos) throws CallFailed {
        long end = System.nanoTime() + nanos;
        long left = nanos;
        try {
            while (left > 0 && !isCancelled()) {
                wait(left / 1_000_000, (int) (left % 1_000_000));
                left = end - System.nanoTime();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new CallFailed(new UpstreamFailure.Cancelled());
        }
        check();
    }

    /// @throws CallFailed when given up
    public void check() throws CallFailed {
        var cause = why;
        if (cause != null) {
            throw new CallFailed(cause);
        }
        if (abandoned) {
            throw new CallFailed(new UpstreamFailure.Cancelled());
        }
    }

    /// From here on giving up aborts `target`, which does not outlive {@link #detach}.
    public synchronized void attach(Target target) throws CallFailed {
        check();
        this.target = target;
    }

    public synchronized void detach() {
        target = null;
    }

    /// Something that another thread can break off without blocking.
    public interface Target {
        /// @param cause what the broken call is to fail with
        void abort(UpstreamFailure cause);

        /// Nobody waits for it any longer; what is under way may end by itself.
        default void abandon() {}
    }
}
