package io.agw.server.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.agw.server.dispatch.Breaker.State;
import io.agw.server.dispatch.Breaker.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGeneratorFactory;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/// Permits are neither lost nor given twice, whatever comes together.
final class BreakerProperties {
    private static final int CALLERS = 16;
    private static final int CALLS = 200;

    @Property(tries = 40)
    void neverMoreProbesThanAllowedAndNoneLost(
            @ForAll @IntRange(min = 1, max = 5) int probes, @ForAll long seed)
            throws InterruptedException, ExecutionException {
        var clock = new AtomicLong(seed);
        var rule =
                new BreakerRule(
                        2,
                        0,
                        Duration.ofSeconds(60),
                        Duration.ofNanos(50),
                        Duration.ofNanos(200),
                        probes,
                        false);
        var breaker = new Breaker(rule, clock::get, _ -> {});
        var most = new AtomicInteger();
        var ended = new ArrayList<Future<?>>();
        try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < CALLERS; i++) {
                long own = seed + i;
                ended.add(callers.submit(() -> call(breaker, clock, own, most)));
            }
        }
        for (var each : ended) {
            each.get();
        }

        assertThat(most.get()).isBetween(0, probes);
        assertThat(breaker.figures().probing()).isZero();
        assertThat(letThroughWhenHalfOpen(breaker, clock)).isEqualTo(probes);
    }

    /// Every call ends: well, badly, or given up.
    private static void call(Breaker breaker, AtomicLong clock, long seed, AtomicInteger most) {
        var random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        for (int i = 0; i < CALLS; i++) {
            clock.addAndGet(random.nextInt(20));
            var permit = breaker.acquire();
            if (permit == null) {
                continue;
            }
            try (permit) {
                most.accumulateAndGet(breaker.figures().probing(), Math::max);
                LockSupport.parkNanos(1);
                switch (random.nextInt(3)) {
                    case 0 -> permit.settle(Verdict.SUCCESS);
                    case 1 -> permit.settle(Verdict.FAILURE);
                    default -> {}
                }
            }
        }
    }

    private static int letThroughWhenHalfOpen(Breaker breaker, AtomicLong clock) {
        while (breaker.figures().state() != State.OPEN) {
            var permit = breaker.acquire();
            if (permit != null) {
                permit.settle(Verdict.FAILURE);
            }
        }
        clock.addAndGet(1_000);
        int through = 0;
        while (breaker.acquire() != null) {
            through++;
        }
        return through;
    }
}
