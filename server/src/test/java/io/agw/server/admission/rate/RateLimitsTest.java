package io.agw.server.admission.rate;

import static org.assertj.core.api.Assertions.assertThat;

import io.agw.server.admission.rate.Entry.Entered;
import io.agw.server.admission.rate.Entry.Refused;
import io.agw.server.call.CallFailed;
import io.agw.server.call.Cancellation;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RateLimitsTest {
    private static final Wanted ONE = new Wanted(0, false, "a");

    private final AtomicLong clock = new AtomicLong(Long.MAX_VALUE - 1_000_000_000L);
    private final RateLimits limits = new RateLimits(clock::get, 4);

    @Test
    void aMinuteMayComeAtOnceAndThenOneEverySixHundredMillis() throws Exception {
        var rule = requests(100, Duration.ofMinutes(1), 100);
        for (int i = 0; i < 100; i++) {
            assertThat(enter(rule, "k")).as("request %s", i).isInstanceOf(Entered.class);
        }
        assertThat(enter(rule, "k"))
                .isEqualTo(new Refused(Dimension.REQUESTS, Duration.ofMillis(600), false));
        pass(Duration.ofMillis(600).minusNanos(1_000));
        assertThat(enter(rule, "k")).isInstanceOf(Refused.class);
        pass(Duration.ofNanos(1_000));
        assertThat(enter(rule, "k")).isInstanceOf(Entered.class);
        assertThat(enter(rule, "k")).isInstanceOf(Refused.class);
    }

    @Test
    void everyHolderHasItsOwnCounter() throws Exception {
        var rule = requests(1, Duration.ofHours(1), 1);
        assertThat(enter(rule, "k")).isInstanceOf(Entered.class);
        assertThat(enter(rule, "other")).isInstanceOf(Entered.class);
        assertThat(enter(rule, "k")).isInstanceOf(Refused.class);
    }

    @Test
    void aTurnThatIsRefusedElsewhereCostsNothing() throws Exception {
        var rule = new Rule("r", perHour(1), 1, perHour(10), 1, 1, Rule.Queue.NONE);
        var wanted = new Wanted(10, true, "a");
        entered(limits.enter(rule, "k", wanted, new Cancellation())).undo();
        assertThat(limits.enter(rule, "k", wanted, new Cancellation())).isInstanceOf(Entered.class);
    }

    @Test
    void tokensAreSettledByWhatWasUsed() throws Exception {
        var rule = tokens(1_000);
        entered(limits.enter(rule, "k", new Wanted(600, false, "a"), new Cancellation())).end(100);
        assertThat(remainingTokens()).isEqualTo(900);
        entered(limits.enter(rule, "k", new Wanted(100, false, "a"), new Cancellation()))
                .end(1_900);
        assertThat(remainingTokens()).as("what was used too much is owed").isZero();
        assertThat(limits.enter(rule, "k", ONE, new Cancellation()))
                .isEqualTo(new Refused(Dimension.TOKENS, Duration.ofHours(1), false));
        pass(Duration.ofHours(1));
        assertThat(limits.enter(rule, "k", ONE, new Cancellation())).isInstanceOf(Entered.class);
    }

    @Test
    void whatNeverFitsIsLetInWhenTheBucketIsFull() throws Exception {
        var rule = tokens(1_000);
        var large = new Wanted(5_000, false, "a");
        entered(limits.enter(rule, "k", large, new Cancellation())).end(5_000);
        assertThat(limits.enter(rule, "k", large, new Cancellation()))
                .isEqualTo(new Refused(Dimension.TOKENS, Duration.ofHours(5), false));
    }

    @Test
    void whatIsPutBackDoesNotFillABucketAboveItsSize() throws Exception {
        var rule = tokens(1_000);
        var lease =
                entered(limits.enter(rule, "k", new Wanted(600, false, "a"), new Cancellation()));
        pass(Duration.ofHours(1));
        lease.end(0);
        assertThat(remainingTokens()).isEqualTo(1_000);
    }

    @Test
    void turnsAndStreamsAtTheSameTimeAreCounted() throws Exception {
        var rule = new Rule("r", null, 0, null, 2, 1, Rule.Queue.NONE);
        var stream = new Wanted(0, true, "a");
        var first = entered(limits.enter(rule, "k", stream, new Cancellation()));
        assertThat(limits.enter(rule, "k", stream, new Cancellation()))
                .isEqualTo(new Refused(Dimension.STREAMS, Duration.ofSeconds(1), false));
        entered(limits.enter(rule, "k", ONE, new Cancellation()));
        assertThat(limits.enter(rule, "k", ONE, new Cancellation()))
                .isEqualTo(new Refused(Dimension.CONCURRENT, Duration.ofSeconds(1), false));
        first.end(0);
        first.end(0);
        assertThat(limits.enter(rule, "k", stream, new Cancellation())).isInstanceOf(Entered.class);
        assertThat(limits.enter(rule, "k", ONE, new Cancellation())).isInstanceOf(Refused.class);
    }

    @Test
    void anotherLimitLeavesTheBucketAsFullInProportion() throws Exception {
        var rule = requests(100, Duration.ofHours(1), 100);
        for (int i = 0; i < 75; i++) {
            enter(rule, "k");
        }
        var other = requests(40, Duration.ofHours(1), 40);
        for (int i = 0; i < 10; i++) {
            assertThat(enter(other, "k")).as("request %s", i).isInstanceOf(Entered.class);
        }
        assertThat(enter(other, "k")).isInstanceOf(Refused.class);
    }

    @Test
    void namesThatSomebodyMakesUpShareOneCounter() throws Exception {
        var rule = requests(1, Duration.ofHours(1), 1);
        for (var holder : new String[] {"a", "b", "c", "d"}) {
            assertThat(enter(rule, holder)).as(holder).isInstanceOf(Entered.class);
        }
        assertThat(enter(rule, "e")).isInstanceOf(Entered.class);
        assertThat(enter(rule, "f")).isInstanceOf(Refused.class);
        assertThat(limits.views("r", 10))
                .extracting(view -> view.place().holder())
                .containsExactly("_other", "a", "b", "c", "d");
    }

    private Entry enter(Rule rule, String holder) throws CallFailed {
        return limits.enter(rule, holder, ONE, new Cancellation());
    }

    private long remainingTokens() {
        var standing = Objects.requireNonNull(limits.standing("r", "k"));
        return Objects.requireNonNull(standing.tokens()).remaining();
    }

    private void pass(Duration time) {
        clock.addAndGet(time.toNanos());
    }

    private static Lease entered(Entry entry) {
        return ((Entered) entry).lease();
    }

    private static Pace perHour(long count) {
        return new Pace(count, Duration.ofHours(1).toNanos());
    }

    private static Rule tokens(long perHour) {
        return new Rule(
                "r",
                null,
                0,
                perHour(perHour),
                Integer.MAX_VALUE,
                Integer.MAX_VALUE,
                Rule.Queue.NONE);
    }

    private static Rule requests(long count, Duration per, long burst) {
        return new Rule(
                "r",
                new Pace(count, per.toNanos()),
                burst,
                null,
                Integer.MAX_VALUE,
                Integer.MAX_VALUE,
                Rule.Queue.NONE);
    }
}
