package io.agw.server.telemetry.metrics;

import io.prometheus.metrics.core.metrics.Counter;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Notices when the clock of the machine is set, by which windows of budgets, ends of keys and
/// times of rows go: tells the log, and counts. Deadlines and rate limits go by another clock that
/// cannot be set. Owns a thread from {@link #start} on; looks are not thread-safe otherwise.
public final class ClockWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ClockWatch.class);
    private static final long LEAST_MILLIS = 5_000;
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final InstantSource clock;
    private final LongSupplier nanos;
    private final Counter jumps;
    private final CountDownLatch closed = new CountDownLatch(1);
    private long lastMillis;
    private long lastNanos;

    /// @param nanos a clock that only goes on, from any beginning
    public ClockWatch(Meters meters, InstantSource clock, LongSupplier nanos) {
        this.clock = clock;
        this.nanos = nanos;
        this.lastMillis = clock.millis();
        this.lastNanos = nanos.getAsLong();
        this.jumps =
                Counter.builder()
                        .name("agw_clock_jumps_total")
                        .help("Times that the machine's clock was set by more than five seconds.")
                        .labelNames("direction")
                        .withoutExemplars()
                        .register(meters.registry());
        jumps.initLabelValues("forward");
        jumps.initLabelValues("back");
    }

    /// Looks once a second until it is closed.
    public void start() {
        Thread.ofVirtual().name("clock-watch").start(this::watch);
    }

    private void watch() {
        try {
            while (!closed.await(1, TimeUnit.SECONDS)) {
                look();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /// Compares both clocks with the last look.
    void look() {
        long millis = clock.millis();
        long ticks = nanos.getAsLong();
        long jump = millis - lastMillis - (ticks - lastNanos) / NANOS_PER_MILLI;
        lastMillis = millis;
        lastNanos = ticks;
        if (Math.abs(jump) > LEAST_MILLIS) {
            jumps.labelValues(jump > 0 ? "forward" : "back").inc();
            LOG.warn(
                    "the clock was set {} by {}: windows of budgets, ends of keys and times of"
                            + " rows go by it",
                    jump > 0 ? "forward" : "back",
                    Duration.ofMillis(Math.abs(jump)));
        }
    }

    @Override
    public void close() {
        closed.countDown();
    }
}
