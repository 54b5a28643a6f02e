package io.agw.server.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.agw.bundle.model.Capabilities;
import io.agw.server.dispatch.traits.RequestTraits;
import io.agw.server.dispatch.traits.RequestTraits.Ability;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Strategies that look at how targets have done, what they cost and what they can do.
final class SelectorTest {
    private final RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(7);

    @Test
    void theLeastBusyIsAskedAndEqualsTakeTurns() {
        var one = target("one", null);
        var two = target("two", null);
        var selector = Selector.leastBusy(new AtomicInteger());

        assertThat(select(selector, one, two)).isEqualTo(one);
        assertThat(select(selector, one, two)).isEqualTo(two);
        two.standing().begin();
        assertThat(select(selector, one, two)).isEqualTo(one);
        assertThat(select(selector, one, two)).isEqualTo(one);
        two.standing().end();
        one.standing().begin();
        assertThat(select(selector, one, two)).isEqualTo(two);
    }

    @Test
    void theFastestIsAskedButNewOnesFirstAndNowAndThenAnother() {
        var slow = target("slow", null);
        var fast = target("fast", null);
        slow.standing().took(Duration.ofSeconds(2).toNanos(), true);

        assertThat(select(Selector.latency(true), slow, fast)).isEqualTo(fast);

        fast.standing().took(Duration.ofSeconds(1).toNanos(), true);
        int slowAsked = 0;
        for (int i = 0; i < 4_000; i++) {
            slowAsked += select(Selector.latency(true), slow, fast).equals(slow) ? 1 : 0;
        }
        // a twentieth of the calls goes to either
        assertThat(slowAsked).isBetween(60, 140);
        assertThat(fast.standing().latency(false)).isEqualTo(Standing.COLD);
    }

    @Test
    void aSlowTargetThatRecoversIsTheFastestAgain() {
        var one = target("one", null);
        one.standing().took(10_000, false);
        for (int i = 0; i < 30; i++) {
            one.standing().took(1_000, false);
        }

        assertThat(one.standing().latency(false)).isBetween(1_000L, 1_100L);
    }

    @Test
    void theCheapestIsAskedAndOneWithoutAPriceComesLast() {
        var dear = target("dear", null);
        var unknown = target("unknown", null);
        var cheap = target("cheap", null);
        var costs = Map.of(dear, 900L, cheap, 20L);
        var selector = Selector.cost(target -> costs.getOrDefault(target, Long.MAX_VALUE));
        var pool = new Pool(List.of(unknown, dear, cheap));

        assertThat(pool.take(selector.select(pool, random))).isEqualTo(cheap);
        assertThat(pool.take(selector.select(pool, random))).isEqualTo(dear);
        assertThat(pool.take(selector.select(pool, random))).isEqualTo(unknown);
    }

    @Test
    void theClosestFitIsKnownToBeAbleAndNoLargerThanNeeded() {
        var unknown = target("unknown", null);
        var large = target("large", capabilities(true, 1_000_000L));
        var fitting = target("fitting", capabilities(true, 100_000L));
        var traits = new RequestTraits(Set.of(Ability.VISION), 50_000, 1_000, "", 0, null);

        assertThat(select(Selector.capability(traits), unknown, large, fitting)).isEqualTo(fitting);
        assertThat(select(Selector.capability(traits), unknown, large)).isEqualTo(large);
    }

    @Test
    void whatATargetLacksIsSaid() {
        var abilities = Abilities.of(capabilities(false, 100_000L));
        var traits = new RequestTraits(Set.of(Ability.VISION), 10, -1, "", 0, null);
        var large = new RequestTraits(Set.of(), 99_500, 501, "", 0, null);

        assertThat(abilities.lacks(traits)).isEqualTo("reads images");
        assertThat(abilities.lacks(large)).isEqualTo("takes 100001 tokens of input and output");
        assertThat(Abilities.UNKNOWN.lacks(large)).isNull();
    }

    private Target select(Selector selector, Target... targets) {
        var pool = new Pool(List.of(targets));
        return pool.target(selector.select(pool, random));
    }

    private static Capabilities capabilities(boolean vision, long window) {
        return new Capabilities(null, null, vision, null, null, window, null);
    }

    private static Target target(String model, @Nullable Capabilities known) {
        return new Target(
                "p",
                "openai",
                model,
                0,
                0,
                false,
                Abilities.of(known),
                null,
                Handling.plain(0),
                new Standing(),
                new Accounts(List.of()));
    }
}
