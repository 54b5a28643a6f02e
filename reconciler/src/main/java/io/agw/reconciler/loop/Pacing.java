package io.agw.reconciler.loop;

import java.time.Duration;
import java.time.Instant;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// When the next attempt is due. Pure arithmetic on times that it is told; not thread-safe.
final class Pacing {
    private static final Duration SHORTEST = Duration.ofSeconds(1);

    private final SourcePolicy policy;
    private final RandomGenerator random;
    private Instant due;
    private Trigger next = Trigger.START;
    private Instant startedAt = Instant.MIN;

    /// @param first when the first attempt is due
    Pacing(SourcePolicy policy, RandomGenerator random, Instant first) {
        this.policy = policy;
        this.random = random;
        this.due = first;
    }

    /// When the next attempt is due, unless something happens before.
    Instant due() {
        return due;
    }

    /// Something happened. Several such calls make one attempt, and further ones do not put it off.
    void request(Trigger trigger, Instant now) {
        var at = latest(now.plus(trigger.settle()), startedAt, trigger.gap());
        if (at.isBefore(due)) {
            due = at;
        }
        if (trigger.compareTo(next) > 0) {
            next = trigger;
        }
    }

    private static Instant latest(Instant at, Instant started, Duration gap) {
        if (started.equals(Instant.MIN)) {
            return at;
        }
        var earliest = started.plus(gap);
        return earliest.isAfter(at) ? earliest : at;
    }

    /// An attempt begins: what was asked for until now is served by it. Returns why it is made.
    Trigger start(Instant now) {
        var trigger = next;
        startedAt = now;
        due = Instant.MAX;
        next = Trigger.POLL;
        return trigger;
    }

    /// An attempt has ended.
    ///
    /// @param wait time until the next one, unless something happens before
    /// @param trigger what the next one is then for
    void finish(Instant now, Duration wait, Trigger trigger) {
        var at = now.plus(wait);
        if (at.isBefore(due)) {
            due = at;
            next = trigger.compareTo(next) > 0 ? trigger : next;
        }
    }

    /// No attempt until that time, whatever was asked for; null: until it is asked for again.
    void pause(@Nullable Instant until) {
        due = until == null ? Instant.MAX : until;
        next = until == null ? Trigger.POLL : Trigger.RESUME;
    }

    /// The interval, a little shorter or longer, so that sources do not march in step.
    Duration interval() {
        return atLeastShortest(scaled(policy.interval(), 0.9 + 0.2 * random.nextDouble()));
    }

    /// @param failures failures in a row, at least 1
    /// @param asked what the other side asked for, or null
    Duration backoff(int failures, @Nullable Duration asked) {
        var max = policy.retry().max();
        if (asked != null) {
            return atLeastShortest(asked.compareTo(max) > 0 ? max : asked);
        }
        var wait = scaled(policy.retry().base(), Math.pow(2, Math.min(failures - 1, 30)));
        var capped = wait.compareTo(max) > 0 ? max : wait;
        return atLeastShortest(scaled(capped, 0.5 + 0.5 * random.nextDouble()));
    }

    private static Duration scaled(Duration duration, double factor) {
        return Duration.ofMillis(Math.round(duration.toMillis() * factor));
    }

    private static Duration atLeastShortest(Duration wait) {
        return wait.compareTo(SHORTEST) < 0 ? SHORTEST : wait;
    }
}
