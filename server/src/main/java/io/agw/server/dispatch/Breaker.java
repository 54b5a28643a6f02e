package io.agw.server.dispatch;

import java.time.Duration;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// Lets calls to one model of one provider through while it works, keeps them away while it does
/// not, and then lets a few through to find out. Thread-safe.
///
/// What a call brought counts only in the state in which the call began: a late result of an
/// earlier one neither closes nor opens anything.
final class Breaker {
    private final BreakerRule rule;
    private final LongSupplier nanos;
    private final Consumer<State> changes;
    private final CallCounts counts;
    private State state = State.CLOSED;
    private long generation;
    private long openedAt;
    private long openFor;
    private int probing;
    private int proven;

    /// @param nanos the clock
    /// @param changes told of every new state, under the breaker's lock
    Breaker(BreakerRule rule, LongSupplier nanos, Consumer<State> changes) {
        this.rule = rule;
        this.nanos = nanos;
        this.changes = changes;
        this.counts = new CallCounts(rule.window().toNanos(), nanos.getAsLong());
        this.openFor = rule.reset().toNanos();
    }

    BreakerRule rule() {
        return rule;
    }

    /// A permit to call; null when the call must not be made.
    synchronized @Nullable Permit acquire() {
        if (state == State.OPEN && nanos.getAsLong() - openedAt >= openFor) {
            enter(State.HALF_OPEN);
        }
        return switch (state) {
            case CLOSED -> new Permit(this, generation);
            case OPEN -> null;
            case HALF_OPEN -> {
                if (probing >= rule.probes()) {
                    yield null;
                }
                probing++;
                yield new Permit(this, generation);
            }
        };
    }

    /// Whether a call would be kept away now.
    synchronized boolean refuses() {
        return switch (state) {
            case CLOSED -> false;
            case OPEN -> nanos.getAsLong() - openedAt < openFor;
            case HALF_OPEN -> probing >= rule.probes();
        };
    }

    /// What it does with a call now: one whose time is over is as good as half open.
    synchronized State now() {
        if (state == State.CLOSED) {
            return State.CLOSED;
        }
        return refuses() ? State.OPEN : State.HALF_OPEN;
    }

    /// How long until a call may be let through again; zero when that is not known.
    synchronized Duration opensIn() {
        long left = state == State.OPEN ? openedAt + openFor - nanos.getAsLong() : 0;
        return Duration.ofNanos(Math.max(0, left));
    }

    synchronized Figures figures() {
        long now = nanos.getAsLong();
        return new Figures(state, counts.calls(now), counts.failures(now), probing, opensIn());
    }

    /// Whether it holds nothing that a new one would not.
    synchronized boolean isIdle() {
        return state == State.CLOSED && counts.calls(nanos.getAsLong()) == 0;
    }

    private synchronized void settle(long begunIn, Verdict verdict) {
        if (begunIn != generation) {
            return;
        }
        switch (state) {
            case CLOSED -> settleClosed(verdict);
            case HALF_OPEN -> settleProbe(verdict);
            case OPEN -> throw new IllegalStateException("an open breaker gives no permits");
        }
    }

    private void settleClosed(Verdict verdict) {
        if (verdict == Verdict.NEUTRAL) {
            return;
        }
        long now = nanos.getAsLong();
        counts.add(verdict == Verdict.FAILURE, now);
        int failures = counts.failures(now);
        if (verdict == Verdict.FAILURE
                && failures >= rule.threshold()
                && 100L * failures >= (long) rule.percent() * counts.calls(now)) {
            openFor = rule.reset().toNanos();
            enter(State.OPEN);
        }
    }

    private void settleProbe(Verdict verdict) {
        probing--;
        switch (verdict) {
            case NEUTRAL -> {}
            case SUCCESS -> {
                proven++;
                if (proven >= rule.probes()) {
                    openFor = rule.reset().toNanos();
                    enter(State.CLOSED);
                }
            }
            case FAILURE -> {
                openFor = Math.min(2 * openFor, rule.longestReset().toNanos());
                enter(State.OPEN);
            }
        }
    }

    private void enter(State next) {
        state = next;
        generation++;
        openedAt = nanos.getAsLong();
        probing = 0;
        proven = 0;
        counts.clear();
        changes.accept(next);
    }

    /// What a breaker does.
    public enum State {
        /// Lets everything through.
        CLOSED,
        /// Keeps everything away.
        OPEN,
        /// Lets a few calls through at a time.
        HALF_OPEN;

        private final String word = name().toLowerCase(Locale.ROOT);

        /// The name in views and labels: `half_open`.
        public String word() {
            return word;
        }
    }

    /// What a call says of the one that was called.
    enum Verdict {
        SUCCESS,
        FAILURE,
        /// Nothing.
        NEUTRAL
    }

    /// A breaker as it stands.
    record Figures(State state, int calls, int failures, int probing, Duration opensIn) {}

    /// Leave for one call. Closed in every case, settled before that or not; what comes after the
    /// first of both is nothing. Used by one thread at a time.
    static final class Permit implements AutoCloseable {
        private @Nullable Breaker breaker;
        private final long generation;

        private Permit(@Nullable Breaker breaker, long generation) {
            this.breaker = breaker;
            this.generation = generation;
        }

        /// Leave that nobody asks about.
        static Permit free() {
            return new Permit(null, 0);
        }

        void settle(Verdict verdict) {
            var from = breaker;
            breaker = null;
            if (from != null) {
                from.settle(generation, verdict);
            }
        }

        @Override
        public void close() {
            settle(Verdict.NEUTRAL);
        }
    }
}
