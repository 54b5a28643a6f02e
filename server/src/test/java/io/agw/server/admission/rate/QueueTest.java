package io.agw.server.admission.rate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agw.server.admission.rate.Entry.Entered;
import io.agw.server.admission.rate.Entry.Refused;
import io.agw.server.call.CallFailed;
import io.agw.server.call.Cancellation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class QueueTest {
    private static final Duration LONG = Duration.ofSeconds(50);

    private final RateLimits limits = new RateLimits(System::nanoTime);
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    @AfterEach
    void close() {
        threads.shutdownNow();
    }

    @Test
    void whoLeavesLetsTheNextOneIn() throws Exception {
        var rule = oneAtATime(LONG, 5);
        var first = enter(rule, "a");
        var second = later(() -> enter(rule, "a"));
        awaitWaiting(1);
        first.lease().end(0);
        var entered = second.get();
        assertThat(entered.waitedNanos()).isPositive();
        entered.lease().end(0);
        assertThat(standing()).isEqualTo(new Standing(null, null, 0, 0, 0));
    }

    @Test
    void whoWaitsForARefilledBucketWakesByItself() throws Exception {
        var pace = new Pace(1, Duration.ofMillis(50).toNanos());
        var rule =
                new Rule(
                        "r",
                        pace,
                        1,
                        null,
                        Integer.MAX_VALUE,
                        Integer.MAX_VALUE,
                        new Rule.Queue(LONG, 10));
        enter(rule, "a");
        var others = new ArrayList<Future<Entered>>();
        for (int i = 0; i < 3; i++) {
            others.add(later(() -> enter(rule, "a")));
        }
        for (var other : others) {
            assertThat(other.get().waitedNanos()).isPositive();
        }
    }

    /// Who waited for a place, and finds the bucket empty when there is one, waits for the bucket.
    @Test
    void whoWaitsForOneThingAfterAnotherWakesForBoth() throws Exception {
        var pace = new Pace(1, Duration.ofMillis(400).toNanos());
        var queue = new Rule.Queue(LONG, 10);
        var rule = new Rule("r", pace, 1, null, 1, Integer.MAX_VALUE, queue);
        var first = enter(rule, "a");
        var second = later(() -> enter(rule, "a"));
        awaitWaiting(1);
        first.lease().end(0);
        second.get(20, TimeUnit.SECONDS).lease().end(0);
    }

    @Test
    void whoWaitsForALimitThatIsLiftedIsLetIn() throws Exception {
        enter(oneAtATime(LONG, 5), "a");
        var second = later(() -> enter(oneAtATime(LONG, 5), "a"));
        awaitWaiting(1);
        var wider = new Rule("r", null, 0, null, 3, Integer.MAX_VALUE, Rule.Queue.NONE);
        assertThat(limits.enter(wider, "k", wanted("b"), new Cancellation()))
                .isInstanceOf(Entered.class);
        second.get(20, TimeUnit.SECONDS);
    }

    @Test
    void whoWaitsTooLongIsRefused() throws Exception {
        var rule = oneAtATime(Duration.ofMillis(20), 5);
        enter(rule, "a");
        assertThat(limits.enter(rule, "k", wanted("a"), new Cancellation()))
                .isEqualTo(new Refused(Dimension.CONCURRENT, Duration.ofSeconds(1), true));
        assertThat(standing().waiting()).isZero();
    }

    @Test
    void whoGivesUpLeavesTheQueue() throws Exception {
        var rule = oneAtATime(LONG, 5);
        var first = enter(rule, "a");
        for (var end :
                List.<java.util.function.Consumer<Cancellation>>of(
                        Cancellation::cancel, Cancellation::abandon)) {
            var cancellation = new Cancellation();
            var waiting = later(() -> limits.enter(rule, "k", wanted("a"), cancellation));
            awaitWaiting(1);
            end.accept(cancellation);
            assertThatThrownBy(waiting::get)
                    .isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(CallFailed.class);
            assertThat(standing().waiting()).isZero();
        }
        first.lease().end(0);
        enter(rule, "a");
    }

    @Test
    void linesTakeTurnsWhateverTheirLength() throws Exception {
        var rule = oneAtATime(LONG, 1_000);
        var first = enter(rule, "noisy");
        var order = Collections.synchronizedList(new ArrayList<String>());
        int waiting = 0;
        for (int i = 0; i < 40; i++) {
            queue(rule, "noisy", order);
            awaitWaiting(++waiting);
        }
        for (int i = 0; i < 2; i++) {
            for (int key = 0; key < 9; key++) {
                queue(rule, "key" + key, order);
                awaitWaiting(++waiting);
            }
        }
        first.lease().end(0);
        awaitWaiting(0);
        threads.shutdown();
        assertThat(threads.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
        assertThat(order).hasSize(58);
        var shares = new HashMap<String, Integer>();
        order.subList(0, 20).forEach(line -> shares.merge(line, 1, Integer::sum));
        assertThat(shares).hasSize(10).allSatisfy((_, share) -> assertThat(share).isEqualTo(2));
    }

    @Test
    void aFullQueueCrowdsOutTheLongestLine() throws Exception {
        var rule = oneAtATime(LONG, 4);
        var first = enter(rule, "noisy");
        var noisy = new ArrayList<Future<Entry>>();
        for (int i = 0; i < 4; i++) {
            noisy.add(later(() -> limits.enter(rule, "k", wanted("noisy"), new Cancellation())));
            awaitWaiting(i + 1);
        }
        assertThat(limits.enter(rule, "k", wanted("noisy"), new Cancellation()))
                .as("the line that is the longest cannot crowd others out")
                .isInstanceOf(Refused.class);
        var quiet = later(() -> limits.enter(rule, "k", wanted("quiet"), new Cancellation()));
        assertThat(noisy.getLast().get())
                .as("the last of the longest line has to go")
                .isEqualTo(new Refused(Dimension.CONCURRENT, Duration.ofSeconds(1), true));
        first.lease().end(0);
        ((Entered) noisy.getFirst().get()).lease().end(0);
        assertThat(quiet.get()).isInstanceOf(Entered.class);
    }

    @Test
    void nothingLeaksWhenManyComeLeaveAndGiveUp() throws Exception {
        var rule = new Rule("r", null, 0, null, 3, 2, new Rule.Queue(Duration.ofMillis(3), 20));
        var go = new CountDownLatch(1);
        var all = new ArrayList<Future<?>>();
        for (int i = 0; i < 64; i++) {
            int number = i;
            all.add(
                    threads.submit(() -> {
                        go.await();
                        for (int turn = 0; turn < 50; turn++) {
                            come(rule, number, turn);
                        }
                        return null;
                    }));
        }
        go.countDown();
        for (var each : all) {
            each.get();
        }
        assertThat(standing()).isEqualTo(new Standing(null, null, 0, 0, 0));
    }

    private void come(Rule rule, int number, int turn) {
        var cancellation = new Cancellation();
        if (turn % 7 == 0) {
            threads.execute(cancellation::cancel);
        }
        try {
            var wanted = new Wanted(0, turn % 3 == 0, "line" + number % 5);
            var entry = limits.enter(rule, "k", wanted, cancellation);
            if (entry instanceof Entered entered) {
                assertThat(standing().calls()).isBetween(1, 3);
                LockSupport.parkNanos(1);
                if (turn % 2 == 0) {
                    entered.lease().end(0);
                } else {
                    entered.lease().undo();
                }
            }
        } catch (CallFailed _) {
            // it had been given up
        }
    }

    private void queue(Rule rule, String line, List<String> order) {
        threads.execute(() -> {
            try {
                var entered = enter(rule, line);
                order.add(line);
                entered.lease().end(0);
            } catch (CallFailed e) {
                throw new IllegalStateException(e);
            }
        });
    }

    private Entered enter(Rule rule, String line) throws CallFailed {
        return (Entered) limits.enter(rule, "k", wanted(line), new Cancellation());
    }

    private Standing standing() {
        return Objects.requireNonNull(limits.standing("r", "k"));
    }

    private <T> Future<T> later(Callable<T> work) {
        return threads.submit(work);
    }

    private void awaitWaiting(int count) {
        while (standing().waiting() != count) {
            LockSupport.parkNanos(100_000);
        }
    }

    private static Wanted wanted(String line) {
        return new Wanted(0, false, line);
    }

    private static Rule oneAtATime(Duration longest, int depth) {
        return new Rule("r", null, 0, null, 1, Integer.MAX_VALUE, new Rule.Queue(longest, depth));
    }
}
