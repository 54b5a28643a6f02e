package io.agw.server.dispatch;

import io.agw.server.dispatch.traits.RequestTraits;
import java.util.Comparator;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.ToLongFunction;
import java.util.random.RandomGenerator;

/// A way to choose among the targets that are left.
@FunctionalInterface
interface Selector {
    /// One call in twenty goes to any target, so that one that was slow can show that it no longer
    /// is.
    double EXPLORED = 0.05;

    /// By priority, ties in document order but for the preferred one.
    Comparator<Target> BY_PRIORITY =
            Comparator.comparingInt(Target::priority)
                    .reversed()
                    .thenComparing(target -> !target.preferred());

    /// @param pool at least one is left in it
    /// @return its index
    int select(Pool pool, RandomGenerator random);

    static Selector priority() {
        return (pool, _) -> pool.least(BY_PRIORITY, 0);
    }

    static Selector weighted() {
        return (pool, random) -> Weights.draw(pool, random, Integer.MIN_VALUE);
    }

    static Selector auto() {
        return (pool, random) -> {
            int highest = pool.least(BY_PRIORITY, 0);
            return Weights.draw(pool, random, pool.target(highest).priority());
        };
    }

    /// @param turn shared by the requests that take turns
    static Selector roundRobin(AtomicInteger turn) {
        return (pool, _) -> pool.next(turn.getAndIncrement());
    }

    /// @param turn shared by the requests that take turns when all are equally busy
    static Selector leastBusy(AtomicInteger turn) {
        var fewest = Comparator.<Target>comparingInt(target -> target.standing().underWay());
        return (pool, _) -> pool.least(fewest, turn.getAndIncrement());
    }

    /// @param streamed whether the time to the first event counts, else that to the whole answer
    static Selector latency(boolean streamed) {
        var fastest =
                Comparator.<Target>comparingLong(target -> target.standing().latency(streamed));
        return (pool, random) ->
                random.nextDouble() < EXPLORED ? pool.any(random) : pool.least(fastest, 0);
    }

    /// @param cost of the request in nano-dollars; `Long.MAX_VALUE` when not known
    static Selector cost(ToLongFunction<Target> cost) {
        var cheapest = Comparator.comparingLong(cost).thenComparing(BY_PRIORITY);
        return (pool, _) -> pool.least(cheapest, 0);
    }

    static Selector capability(RequestTraits traits) {
        var closest =
                Comparator.<Target>comparingInt(target -> target.abilities().unknown(traits))
                        .thenComparingLong(target -> target.abilities().room())
                        .thenComparing(BY_PRIORITY);
        return (pool, _) -> pool.least(closest, 0);
    }
}
