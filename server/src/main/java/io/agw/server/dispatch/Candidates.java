package io.agw.server.dispatch;

import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// The targets that can serve one turn, drawn one after the other. Not thread-safe.
public final class Candidates {
    private static final String FALLBACK = "fallback";

    private final Pool pool;
    private final Selector selector;
    private final String reason;
    private final @Nullable String model;
    private final int moves;
    private int drawn;

    /// @param targets eligible ones, in document order, at least one
    /// @param choice how they are drawn, and why so
    /// @param model the client's name without the route's own prefix; null when it named none
    /// @param moves most moves to another target
    Candidates(List<Target> targets, Way choice, @Nullable String model, int moves) {
        this.pool = new Pool(targets);
        this.selector = choice.selector();
        this.reason = choice.reason();
        this.model = model;
        this.moves = moves;
    }

    /// One target, without a choice.
    static Candidates only(Target target, @Nullable String model) {
        return new Candidates(List.of(target), new Way(Selector.priority(), "direct"), model, 0);
    }

    @Nullable String model() {
        return model;
    }

    int moves() {
        return moves;
    }

    /// Why the target that was drawn last is asked: the name of a rule, `ab:` and the id of a test,
    /// `default`, `direct`, `fallback`, or the strategy.
    public String reason() {
        return drawn > 1 ? FALLBACK : reason;
    }

    /// The next target; null when all were drawn.
    @Nullable Target draw(RandomGenerator random) {
        if (pool.isEmpty()) {
            return null;
        }
        drawn++;
        return pool.take(selector.select(pool, random));
    }

    /// How targets are drawn.
    ///
    /// @param reason a short word for it
    record Way(Selector selector, String reason) {
        /// The same for a reason that comes before a strategy's own, and beside a test's.
        Way because(String why) {
            return new Way(selector, reason.startsWith("ab:") ? why + "+" + reason : why);
        }
    }
}
