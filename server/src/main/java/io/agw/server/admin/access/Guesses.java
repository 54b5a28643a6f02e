package io.agw.server.admin.access;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/// Slows guessing: from the fifth failure in a row on, a subject (an address, an account) has to
/// wait, twice as long each time, at most 15 minutes, and never for ever. Thread-safe, bounded.
final class Guesses {
    private static final int FREE_FAILURES = 5;
    private static final long FIRST_WAIT_NANOS = Duration.ofSeconds(1).toNanos();
    private static final long LONGEST_WAIT_NANOS = Duration.ofMinutes(15).toNanos();
    private static final int MOST_SUBJECTS = 10_000;

    private final LongSupplier nanoTime;
    private final Map<String, Failures> subjects =
            new LinkedHashMap<>(16, 0.75f, true) {
                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Failures> eldest) {
                    return size() > MOST_SUBJECTS;
                }
            };

    /// @param nanoTime a clock that only goes forward
    Guesses(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    private record Failures(int count, long until) {}

    /// How long the subject has to wait before the next try; zero when it need not.
    synchronized Duration waitOf(String subject) {
        var failures = subjects.get(subject);
        return failures == null
                ? Duration.ZERO
                : Duration.ofNanos(Math.max(0, failures.until - nanoTime.getAsLong()));
    }

    synchronized void failed(String subject) {
        var before = subjects.get(subject);
        int count = before == null ? 1 : before.count + 1;
        int beyond = count - FREE_FAILURES;
        long wait =
                beyond < 0
                        ? 0
                        : Math.min(LONGEST_WAIT_NANOS, FIRST_WAIT_NANOS << Math.min(beyond, 20));
        subjects.put(subject, new Failures(count, nanoTime.getAsLong() + wait));
    }

    synchronized void succeeded(String subject) {
        subjects.remove(subject);
    }
}
