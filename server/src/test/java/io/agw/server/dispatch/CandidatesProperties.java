package io.agw.server.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.agw.bundle.catalogue.PriceCatalogue;
import io.agw.bundle.model.SelectorStrategy;
import io.agw.server.dispatch.traits.RequestTraits;
import io.agw.server.price.PriceList;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/// Who is drawn, how often, and in which order.
final class CandidatesProperties {
    private static final RequestTraits PLAIN =
            new RequestTraits(Set.of(), 10, -1, "hello", 0, null);
    private static final Requester ANYONE =
            new Requester(
                    null,
                    PriceList.of(List.of(), PriceCatalogue.shipped(), List.of()),
                    Instant.EPOCH,
                    null);

    @Property(tries = 50)
    void weightedDrawsFollowTheWeights(
            @ForAll @Size(min = 1, max = 5) List<@IntRange(min = 0, max = 20) Integer> weights,
            @ForAll long seed) {
        int total = weights.stream().mapToInt(Integer::intValue).sum();
        var targets = new ArrayList<Target>();
        for (int i = 0; i < weights.size(); i++) {
            targets.add(target(i, weights.get(i), 0, false));
        }
        var random = random(seed);
        int draws = 4000;
        var counts = new int[weights.size()];
        for (int i = 0; i < draws; i++) {
            counts[draw(targets, SelectorStrategy.WEIGHTED, random)]++;
        }

        for (int i = 0; i < counts.length; i++) {
            double expected = total == 0 ? (i == 0 ? 1 : 0) : (double) weights.get(i) / total;
            assertThat((double) counts[i] / draws).isCloseTo(expected, within(0.05));
        }
    }

    @Property(tries = 300)
    void everyCandidateIsDrawnOnceWhateverTheStrategy(
            @ForAll SelectorStrategy strategy,
            @ForAll @Size(min = 1, max = 6) List<@IntRange(min = -2, max = 5) Integer> weights,
            @ForAll @Size(value = 6) List<@IntRange(min = -3, max = 3) Integer> priorities,
            @ForAll long seed) {
        var targets = new ArrayList<Target>();
        for (int i = 0; i < weights.size(); i++) {
            targets.add(target(i, weights.get(i), priorities.get(i), false));
        }
        var candidates = candidates(targets, strategy);
        var random = random(seed);

        var drawn = new ArrayList<Target>();
        for (var next = candidates.draw(random); next != null; next = candidates.draw(random)) {
            drawn.add(next);
        }

        assertThat(new HashSet<>(drawn)).hasSize(drawn.size()).hasSize(targets.size());
        if (strategy == SelectorStrategy.PRIORITY || strategy == SelectorStrategy.AUTO) {
            assertThat(drawn).isSortedAccordingTo((a, b) -> b.priority() - a.priority());
        }
    }

    @Property(tries = 100)
    void priorityKeepsDocumentOrderAmongEqualsButPrefersTheDefault(
            @ForAll @IntRange(min = 0, max = 3) int preferred, @ForAll long seed) {
        var targets = new ArrayList<Target>();
        for (int i = 0; i < 4; i++) {
            targets.add(target(i, 0, 7, i == preferred));
        }
        var candidates = candidates(targets, SelectorStrategy.PRIORITY);
        var random = random(seed);

        assertThat(candidates.draw(random)).isSameAs(targets.get(preferred));
        assertThat(candidates.draw(random)).isSameAs(targets.get(preferred == 0 ? 1 : 0));
    }

    private static int draw(
            List<Target> targets, SelectorStrategy strategy, RandomGenerator random) {
        return targets.indexOf(candidates(targets, strategy).draw(random));
    }

    private static Candidates candidates(List<Target> targets, SelectorStrategy strategy) {
        var way = new Choice("m", strategy, targets, null).way(PLAIN, "m", ANYONE);
        return new Candidates(targets, way, "m", 5);
    }

    private static Target target(int index, int weight, int priority, boolean preferred) {
        return new Target(
                "p" + index,
                "openai",
                "m",
                weight,
                priority,
                preferred,
                Abilities.UNKNOWN,
                null,
                Handling.plain(0),
                new Standing(),
                new Accounts(List.of()));
    }

    private static RandomGenerator random(long seed) {
        return RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    }
}
