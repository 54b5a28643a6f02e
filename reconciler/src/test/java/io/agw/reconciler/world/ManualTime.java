package io.agw.reconciler.world;

import io.agw.reconciler.loop.Alarms;
import io.agw.reconciler.loop.Clockwork;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/// Time that passes when a test says so. Alarms ring, and attempts run, on the thread of the test;
/// they may be set on any, as the watch of a real folder does.
public final class ManualTime implements InstantSource, Alarms {
    private final List<Due> due = new CopyOnWriteArrayList<>();
    private volatile Instant now;
    private volatile double random = 0.5;

    public ManualTime(Instant now) {
        this.now = now;
    }

    @Override
    public Instant instant() {
        return now;
    }

    @Override
    public Alarm at(Instant time, Runnable ring) {
        var entry = new Due(time, ring);
        due.add(entry);
        return () -> due.remove(entry);
    }

    /// Lets everything happen that is due by then, in order.
    public void advance(Duration by) {
        var end = now.plus(by);
        for (var next = nextUntil(end); next.isPresent(); next = nextUntil(end)) {
            if (next.get().at().isAfter(now)) {
                now = next.get().at();
            }
            if (due.remove(next.get())) {
                next.get().ring().run();
            }
        }
        now = end;
    }

    /// Lets everything happen that is due now.
    public void settle() {
        advance(Duration.ZERO);
    }

    private Optional<Due> nextUntil(Instant end) {
        return due.stream()
                .filter(entry -> !entry.at().isAfter(end))
                .min(Comparator.comparing(Due::at));
    }

    /// What spreads waits from now on, from 0 to 1.
    public void random(double value) {
        random = value;
    }

    public Clockwork clockwork() {
        return new Clockwork(this, this, Runnable::run, () -> (long) (random * (1L << 53)) << 11);
    }

    private static final class Due {
        private final Instant at;
        private final Runnable ring;

        Due(Instant at, Runnable ring) {
            this.at = at;
            this.ring = ring;
        }

        Instant at() {
            return at;
        }

        Runnable ring() {
            return ring;
        }
    }
}
