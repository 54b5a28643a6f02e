package io.agw.server.admission.rate;

import io.agw.server.admission.rate.Entry.Entered;
import io.agw.server.admission.rate.Entry.Refused;
import io.agw.server.call.CallFailed;
import io.agw.server.call.Cancellation;
import io.agw.server.call.UpstreamFailure;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// What one holder has used of one limit, and who waits for it. Thread-safe.
///
/// Who leaves, and who finds that it is its turn, lets in whom there is room for. As long as
/// somebody waits nobody else is let in, however little it wants.
final class Counter {
    private static final Duration SOON = Duration.ofSeconds(1);

    private final ReentrantLock lock = new ReentrantLock();
    private final LongSupplier nanos;
    private final FairQueue waiting = new FairQueue();
    private Rule rule;
    private @Nullable Bucket requests;
    private @Nullable Bucket tokens;
    private int calls;
    private int streams;
    private boolean discarded;

    Counter(Rule rule, LongSupplier nanos) {
        this.rule = rule;
        this.nanos = nanos;
        adopt(rule, nanos.getAsLong());
    }

    /// Lets a turn in, at once or after a while.
    ///
    /// @param now the rule as it is by now: what was used stays used
    /// @return null when this counter is no longer in use
    /// @throws CallFailed when the turn was given up while it waited
    @Nullable Entry enter(Rule now, Wanted wanted, Cancellation cancellation) throws CallFailed {
        Waiter waiter;
        lock.lock();
        try {
            if (discarded) {
                return null;
            }
            long at = nanos.getAsLong();
            if (!now.equals(rule)) {
                adopt(now, at);
                makeRoom(at);
            }
            var missing = missing(wanted, at);
            if (waiting.isEmpty() && missing == null) {
                take(wanted);
                return new Entered(new Lease(this, wanted), 0);
            }
            if (!rule.queue().isOpen()) {
                return refused(missing, wanted, false);
            }
            waiter = new Waiter(wanted);
            var crowdedOut = waiting.add(waiter, rule.queue().depth());
            if (crowdedOut == waiter) {
                return refused(missing, wanted, true);
            }
            if (crowdedOut != null) {
                crowdedOut.become(Waiter.State.CROWDED_OUT);
            }
        } finally {
            lock.unlock();
        }
        return await(waiter, now.queue().longest().toNanos(), cancellation);
    }

    private Entry await(Waiter waiter, long longest, Cancellation cancellation) throws CallFailed {
        long since = nanos.getAsLong();
        boolean done = false;
        try {
            cancellation.attach(waiter);
            while (true) {
                long nap;
                lock.lock();
                try {
                    long now = nanos.getAsLong();
                    var next = admit(now);
                    if (next != null && next != waiter) {
                        next.wake();
                    }
                    var entry = entry(waiter, now, now - since >= longest);
                    if (entry != null) {
                        done = true;
                        return entry instanceof Entered in
                                ? new Entered(in.lease(), now - since)
                                : entry;
                    }
                    nap = longest - (now - since);
                    if (waiting.head() == waiter) {
                        nap = Math.min(nap, nanosUntilRoom(waiter.wanted(), now));
                    }
                } finally {
                    lock.unlock();
                }
                cancellation.check();
                LockSupport.parkNanos(this, nap);
                if (Thread.currentThread().isInterrupted()) {
                    throw new CallFailed(new UpstreamFailure.Cancelled());
                }
            }
        } finally {
            cancellation.detach();
            if (!done) {
                forsake(waiter);
            }
        }
    }

    /// What has become of one who waits; null when it waits on.
    private @Nullable Entry entry(Waiter waiter, long now, boolean timeIsOver) {
        return switch (waiter.state()) {
            case ADMITTED -> new Entered(new Lease(this, waiter.wanted()), 0);
            case CROWDED_OUT -> refused(missing(waiter.wanted(), now), waiter.wanted(), true);
            case WAITING -> {
                if (!timeIsOver) {
                    yield null;
                }
                leaveQueue(waiter);
                yield refused(missing(waiter.wanted(), now), waiter.wanted(), true);
            }
        };
    }

    /// Its turn was given up: what it was given meanwhile is for the next one.
    private void forsake(Waiter waiter) {
        lock.lock();
        try {
            if (waiter.state() == Waiter.State.ADMITTED) {
                putBack(waiter.wanted());
                makeRoom(nanos.getAsLong());
            } else {
                leaveQueue(waiter);
            }
        } finally {
            lock.unlock();
        }
    }

    private void leaveQueue(Waiter waiter) {
        boolean wasHead = waiting.head() == waiter;
        waiting.remove(waiter);
        var head = waiting.head();
        if (wasHead && head != null) {
            head.wake();
        }
    }

    /// Room has been made. Whose turn is next has to look anew when there will be enough, for what
    /// it waited for until now may be another thing than what is missing still.
    private void makeRoom(long now) {
        var next = admit(now);
        if (next != null) {
            next.wake();
        }
    }

    /// Lets in whom there is room for.
    ///
    /// @return whose turn is next, if anybody waits on
    private @Nullable Waiter admit(long now) {
        while (true) {
            var head = waiting.head();
            if (head == null || missing(head.wanted(), now) != null) {
                return head;
            }
            waiting.advance();
            take(head.wanted());
            head.become(Waiter.State.ADMITTED);
        }
    }

    void leave(Wanted taken, long used) {
        lock.lock();
        try {
            long now = nanos.getAsLong();
            vacate(taken);
            if (tokens != null) {
                tokens.give((double) taken.tokens() - used, now);
            }
            makeRoom(now);
        } finally {
            lock.unlock();
        }
    }

    void undo(Wanted taken) {
        lock.lock();
        try {
            putBack(taken);
            makeRoom(nanos.getAsLong());
        } finally {
            lock.unlock();
        }
    }

    private void putBack(Wanted taken) {
        long now = nanos.getAsLong();
        vacate(taken);
        if (requests != null) {
            requests.give(1, now);
        }
        if (tokens != null) {
            tokens.give((double) taken.tokens(), now);
        }
    }

    private void vacate(Wanted taken) {
        calls--;
        streams -= taken.stream() ? 1 : 0;
    }

    private void take(Wanted wanted) {
        calls++;
        streams += wanted.stream() ? 1 : 0;
        if (requests != null) {
            requests.take(1);
        }
        if (tokens != null) {
            tokens.take((double) wanted.tokens());
        }
    }

    /// What there is no room for; null when there is for all.
    private @Nullable Dimension missing(Wanted wanted, long now) {
        if (calls >= rule.concurrent()) {
            return Dimension.CONCURRENT;
        }
        if (wanted.stream() && streams >= rule.streams()) {
            return Dimension.STREAMS;
        }
        if (requests != null && !requests.has(1, now)) {
            return Dimension.REQUESTS;
        }
        return tokens != null && !tokens.has((double) wanted.tokens(), now)
                ? Dimension.TOKENS
                : null;
    }

    /// How long until the buckets have what is wanted, `Long.MAX_VALUE` when somebody has to leave
    /// first, who then says so.
    private long nanosUntilRoom(Wanted wanted, long now) {
        if (calls >= rule.concurrent() || (wanted.stream() && streams >= rule.streams())) {
            return Long.MAX_VALUE;
        }
        return nanosUntilRefilled(wanted, now);
    }

    private long nanosUntilRefilled(Wanted wanted, long now) {
        return Math.max(
                requests == null ? 0 : requests.nanosUntil(1, now),
                tokens == null ? 0 : tokens.nanosUntil((double) wanted.tokens(), now));
    }

    /// @param missing null when there would be room but for those who wait
    private Refused refused(@Nullable Dimension missing, Wanted wanted, boolean queued) {
        var by = missing == null ? Dimension.REQUESTS : missing;
        long refilled = nanosUntilRefilled(wanted, nanos.getAsLong());
        return new Refused(by, refilled == 0 ? SOON : Duration.ofNanos(refilled), queued);
    }

    private void adopt(Rule now, long at) {
        rule = now;
        requests = adopted(requests, now.requests(), now.burst(), at);
        var pace = now.tokens();
        tokens = adopted(tokens, pace, pace == null ? 0 : pace.count(), at);
    }

    private static @Nullable Bucket adopted(
            @Nullable Bucket bucket, @Nullable Pace pace, long capacity, long now) {
        if (pace == null) {
            return null;
        }
        if (bucket == null) {
            return new Bucket(pace, capacity, now);
        }
        bucket.become(pace, capacity, now);
        return bucket;
    }

    /// Puts it out of use when a new one would be just the same.
    boolean discardIfUnused() {
        lock.lock();
        try {
            long now = nanos.getAsLong();
            discarded =
                    discarded
                            || (calls == 0
                                    && waiting.isEmpty()
                                    && (requests == null || requests.isFull(now))
                                    && (tokens == null || tokens.isFull(now)));
            return discarded;
        } finally {
            lock.unlock();
        }
    }

    /// How it stands.
    Standing standing() {
        lock.lock();
        try {
            long now = nanos.getAsLong();
            return new Standing(
                    requests == null ? null : requests.allowance(now),
                    tokens == null ? null : tokens.allowance(now),
                    calls,
                    streams,
                    waiting.size());
        } finally {
            lock.unlock();
        }
    }
}
