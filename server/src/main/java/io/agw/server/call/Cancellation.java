package io.agw.server.call;

import org.jspecify.annotations.Nullable;

/// Gives up the calls of one turn. Thread-safe: the turn's thread attaches what it is doing, any
/// other thread cancels. Cancelling is final.
public final class Cancellation {
    private @Nullable Target target;
    private volatile boolean cancelled;

    /// Ends what is under way and refuses what comes later. Does not block.
    public synchronized void cancel() {
        if (cancelled) {
            return;
        }
        cancelled = true;
        if (target != null) {
            target.abort();
        }
        notifyAll();
    }

    public boolean isCancelled() {
        return cancelled;
    }

    /// Waits, for the delay between two attempts.
    ///
    /// @throws CallFailed when cancelled meanwhile
    public synchronized void sleep(long nanos) throws CallFailed {
        long end = System.nanoTime() + nanos;
        long left = nanos;
        try {
            while (left > 0 && !cancelled) {
                wait(left / 1_000_000, (int) (left % 1_000_000));
                left = end - System.nanoTime();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new CallFailed(new UpstreamFailure.Cancelled());
        }
        check();
    }

    /// @throws CallFailed when cancelled
    public void check() throws CallFailed {
        if (cancelled) {
            throw new CallFailed(new UpstreamFailure.Cancelled());
        }
    }

    /// From here on cancelling aborts `target`, which does not outlive {@link #detach}.
    synchronized void attach(Target target) throws CallFailed {
        check();
        this.target = target;
    }

    synchronized void detach() {
        target = null;
    }

    /// Something that another thread can break off without blocking.
    interface Target {
        void abort();
    }
}
