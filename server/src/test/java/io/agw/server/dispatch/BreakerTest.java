package io.agw.server.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.agw.server.dispatch.Breaker.Permit;
import io.agw.server.dispatch.Breaker.State;
import io.agw.server.dispatch.Breaker.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/// When a breaker opens, what it lets through then, and what closes it.
final class BreakerTest {
    private static final BreakerRule RULE =
            new BreakerRule(
                    5,
                    20,
                    Duration.ofSeconds(60),
                    Duration.ofSeconds(30),
                    Duration.ofSeconds(100),
                    3,
                    false);

    private final AtomicLong clock = new AtomicLong(7);
    private final List<State> changes = new ArrayList<>();
    private final Breaker breaker = new Breaker(RULE, clock::get, changes::add);

    @Test
    void opensAtTheFifthFailureAndLetsNothingThrough() {
        failTimes(4);
        assertThat(breaker.figures().state()).isEqualTo(State.CLOSED);

        failTimes(1);

        assertThat(breaker.acquire()).isNull();
        assertThat(breaker.refuses()).isTrue();
        assertThat(breaker.opensIn()).isEqualTo(Duration.ofSeconds(30));
        assertThat(changes).containsExactly(State.OPEN);
    }

    @Test
    void failuresThatLieBackFurtherThanTheWindowDoNotCount() {
        failTimes(4);
        pass(Duration.ofSeconds(61));
        failTimes(4);
        assertThat(breaker.figures().failures()).isEqualTo(4);

        pass(Duration.ofSeconds(40));
        failTimes(1);

        assertThat(breaker.figures().state()).isEqualTo(State.OPEN);
    }

    @Test
    void fewFailuresAmongManySuccessesDoNotOpenIt() {
        for (int i = 0; i < 100; i++) {
            acquire().settle(Verdict.SUCCESS);
        }
        failTimes(20);
        assertThat(breaker.figures().state()).isEqualTo(State.CLOSED);

        failTimes(5);

        assertThat(breaker.figures().state()).isEqualTo(State.OPEN);
    }

    @Test
    void resultsThatSayNothingDoNotCount() {
        for (int i = 0; i < 50; i++) {
            acquire().close();
            acquire().settle(Verdict.NEUTRAL);
        }

        assertThat(breaker.figures().calls()).isZero();
        assertThat(breaker.isIdle()).isTrue();
    }

    @Test
    void letsThreeThroughAtATimeWhenItsTimeIsOver() {
        failTimes(5);
        pass(Duration.ofSeconds(30));

        var probes = List.of(acquire(), acquire(), acquire());
        assertThat(breaker.acquire()).isNull();
        assertThat(breaker.figures().probing()).isEqualTo(3);

        probes.getFirst().close();
        acquire().close();
        assertThat(breaker.figures().probing()).isEqualTo(2);
        assertThat(changes).containsExactly(State.OPEN, State.HALF_OPEN);
    }

    @Test
    void closesAfterThreeSuccesses() {
        failTimes(5);
        pass(Duration.ofSeconds(30));

        for (int i = 0; i < 3; i++) {
            assertThat(breaker.figures().state()).isNotEqualTo(State.CLOSED);
            acquire().settle(Verdict.SUCCESS);
        }

        assertThat(breaker.figures().state()).isEqualTo(State.CLOSED);
        assertThat(breaker.figures().failures()).isZero();
        failTimes(4);
        assertThat(breaker.figures().state()).isEqualTo(State.CLOSED);
    }

    @Test
    void relapseOpensItForTwiceAsLongUpToTheLongest() {
        failTimes(5);
        for (var seconds : new int[] {30, 60, 100, 100}) {
            assertThat(breaker.opensIn()).isEqualTo(Duration.ofSeconds(seconds));
            pass(Duration.ofSeconds(seconds - 1));
            assertThat(breaker.acquire()).isNull();
            pass(Duration.ofSeconds(1));
            failTimes(1);
        }
        pass(Duration.ofSeconds(100));
        for (int i = 0; i < 3; i++) {
            acquire().settle(Verdict.SUCCESS);
        }

        failTimes(5);

        assertThat(breaker.opensIn()).isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void lateResultOfAnEarlierStateIsIgnored() {
        var slow = acquire();
        var slower = acquire();
        failTimes(5);
        pass(Duration.ofSeconds(30));
        var probe = acquire();

        slow.settle(Verdict.FAILURE);
        slower.settle(Verdict.SUCCESS);

        assertThat(breaker.figures().state()).isEqualTo(State.HALF_OPEN);
        assertThat(breaker.figures().probing()).isEqualTo(1);
        probe.settle(Verdict.FAILURE);
        assertThat(breaker.figures().state()).isEqualTo(State.OPEN);
    }

    @Test
    void permitIsSettledOnce() {
        failTimes(5);
        pass(Duration.ofSeconds(30));
        var probe = acquire();

        probe.settle(Verdict.SUCCESS);
        probe.settle(Verdict.SUCCESS);
        probe.close();

        assertThat(breaker.figures().state()).isEqualTo(State.HALF_OPEN);
        assertThat(breaker.figures().probing()).isZero();
    }

    private void failTimes(int count) {
        for (int i = 0; i < count; i++) {
            acquire().settle(Verdict.FAILURE);
        }
    }

    private Permit acquire() {
        return Objects.requireNonNull(breaker.acquire());
    }

    private void pass(Duration time) {
        clock.addAndGet(time.toNanos());
    }
}
