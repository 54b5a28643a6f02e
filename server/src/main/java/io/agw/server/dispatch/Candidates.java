package io.agw.server.dispatch;

import io.agw.server.call.Deadline;
import io.agw.server.call.UpstreamFailure;
import io.agw.server.turn.CallerKey;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The targets that can serve one turn, drawn one after the other. Not thread-safe.
public final class Candidates {
    private static final String FALLBACK = "fallback";
    private static final Fault LATE =
            new Fault.Broken(new UpstreamFailure.TimedOut(Deadline.FIRST_TOKEN));

    private final Pool pool;
    private final Selector selector;
    private final String reason;
    private final @Nullable Assignment test;
    private final @Nullable String model;
    private final int moves;
    private FallbackChain chain = new FallbackChain(List.of());
    private List<Target> all;
    private @Nullable CallerKey callerKey;
    private int drawn;
    private String last = "";

    /// @param targets eligible ones, in document order, at least one
    /// @param choice how they are drawn, and why so
    /// @param model the client's name without the route's own prefix; null when it named none
    /// @param moves most moves to another target
    Candidates(List<Target> targets, Way choice, @Nullable String model, int moves) {
        this.pool = new Pool(targets);
        this.all = List.copyOf(targets);
        this.selector = choice.selector();
        this.reason = choice.reason();
        this.test = choice.test();
        this.model = model;
        this.moves = moves;
    }

    /// One target, without a choice.
    static Candidates only(Target target, @Nullable String model) {
        return new Candidates(List.of(target), new Way(Selector.priority(), "direct"), model, 0);
    }

    /// Only the one that was asked, with what the client brings for it and for the same reason.
    ///
    /// @param asked as an outcome of these says
    public @Nullable Candidates again(Outcome.Asked asked) {
        return all.stream()
                .filter(target -> target.address().equals(asked.candidate()))
                .findFirst()
                .map(target ->
                        new Candidates(
                                        List.of(target),
                                        new Way(Selector.priority(), reason()),
                                        model,
                                        0)
                                .calledWith(callerKey))
                .orElse(null);
    }

    /// With what is asked when all of them have failed.
    Candidates followedBy(List<FallbackChain.Step> steps) {
        chain = new FallbackChain(steps);
        all = Stream.concat(all.stream(), steps.stream().map(FallbackChain.Step::target)).toList();
        return this;
    }

    @Nullable String model() {
        return model;
    }

    int moves() {
        return moves;
    }

    /// Why the target that was drawn last is asked: `policy`, the name of a rule, `ab:` and the id
    /// of a test, `default`, `direct`, `fallback`, or the strategy.
    public String reason() {
        return drawn > 1 ? FALLBACK : reason;
    }

    /// What the turn is in a test, once the first of them has been drawn; null when there is none.
    public @Nullable Tested tested() {
        return test == null
                ? null
                : new Tested(test.test(), test.variant(), !last.equals(test.variant()));
    }

    /// The next target; null when all were drawn.
    @Nullable Target draw(RandomGenerator random) {
        if (pool.isEmpty()) {
            return null;
        }
        return next(pool.take(selector.select(pool, random)));
    }

    private Target next(Target target) {
        drawn++;
        last = target.address();
        return callerKey == null ? target : target.with(target.accounts().calledWith(callerKey));
    }

    /// Has targets that clients bring their own key for called with it.
    ///
    /// @param key null when the client brings none
    public Candidates calledWith(@Nullable CallerKey key) {
        callerKey = key;
        return this;
    }

    /// What follows a failure when no further target may be drawn; null when nothing does.
    ///
    /// @param out whether a target has failed, or is to be left alone
    @Nullable Target fallBack(Fault fault, Predicate<Target> out) {
        for (var step = chain.find(fault, remoteOut(out));
                step != null;
                step = chain.find(fault, remoteOut(out))) {
            chain.take(step);
            if (!out.test(step.target())) {
                return next(step.target());
            }
        }
        return null;
    }

    /// Whether another target would take over from one that is late.
    ///
    /// @param movesMade so far
    /// @param out whether a target has failed, or is to be left alone
    boolean hasAnother(int movesMade, Predicate<Target> out) {
        if (movesMade < moves && pool.isAnyLeft(out.negate())) {
            return true;
        }
        var step = chain.find(LATE, remoteOut(out));
        return step != null && !out.test(step.target());
    }

    /// Most that an upstream may take to begin; null when no fallback says so.
    @Nullable Duration patience() {
        return chain.patience();
    }

    private boolean remoteOut(Predicate<Target> out) {
        return all.stream().allMatch(target -> target.handling().local() || out.test(target));
    }

    /// A turn of a test.
    ///
    /// @param variant the candidate that it was given, as the configuration calls it
    /// @param fallback whether another one took over
    public record Tested(String test, String variant, boolean fallback) {}

    /// How targets are drawn.
    ///
    /// @param reason a short word for it
    /// @param test what draws the first of them; null when no test does
    record Way(Selector selector, String reason, @Nullable Assignment test) {
        Way(Selector selector, String reason) {
            this(selector, reason, null);
        }

        static Way testing(Assignment test) {
            return new Way(test, "ab:" + test.test(), test);
        }

        /// The same for a reason that comes before a strategy's own, and beside a test's.
        Way because(String why) {
            return new Way(selector, test == null ? why : why + "+" + reason, test);
        }
    }
}
