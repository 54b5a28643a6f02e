package io.agw.server.dispatch;

import io.agw.server.dispatch.Breaker.Permit;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The breakers of all models of all providers. They outlive snapshots, and are forgotten when they
/// have nothing to say: clients name models, and there may be no end to their names. Thread-safe.
public final class Breakers {
    private static final Logger LOG = LoggerFactory.getLogger(Breakers.class);
    private static final int MOST = 4_096;

    /// Stands for models beyond the limit.
    private static final String OTHER = "*";

    private final LongSupplier nanos;
    private final Changes changes;
    private final Map<Key, Breaker> all = new ConcurrentHashMap<>();

    /// @param nanos a clock that never goes back
    public Breakers(LongSupplier nanos, Changes changes) {
        this.nanos = nanos;
        this.changes = changes;
    }

    /// A permit to call a model; null when it is to be left alone.
    @Nullable Permit acquire(Target target, @Nullable String model) {
        var rule = target.handling().breaker();
        return rule.isOff() ? Permit.free() : of(key(target, model), rule).acquire();
    }

    /// Whether a call would be kept away now.
    boolean refuses(Target target, @Nullable String model) {
        var breaker = known(key(target, model));
        return breaker != null && !target.handling().breaker().isOff() && breaker.refuses();
    }

    /// What the breaker of a model does with a call now.
    Breaker.State state(Target target, @Nullable String model) {
        var breaker = known(key(target, model));
        return breaker == null || target.handling().breaker().isOff()
                ? Breaker.State.CLOSED
                : breaker.now();
    }

    /// How long a model is still to be left alone; zero when that is not known.
    Duration opensIn(Target target, @Nullable String model) {
        var breaker = known(key(target, model));
        return breaker == null ? Duration.ZERO : breaker.opensIn();
    }

    /// Every breaker that has seen a call, by provider and model.
    public List<View> views() {
        return all.entrySet().stream()
                .map(entry -> view(entry.getKey(), entry.getValue()))
                .sorted(Comparator.comparing(View::providerId).thenComparing(View::model))
                .toList();
    }

    private static View view(Key key, Breaker breaker) {
        var figures = breaker.figures();
        return new View(
                key.providerId,
                key.model,
                figures.state().word(),
                figures.calls(),
                figures.failures(),
                figures.probing(),
                figures.opensIn());
    }

    private static Key key(Target target, @Nullable String model) {
        return new Key(target.providerId(), Objects.requireNonNullElse(model, ""));
    }

    private @Nullable Breaker known(Key key) {
        var own = all.get(key);
        return own != null || all.size() < MOST ? own : all.get(new Key(key.providerId, OTHER));
    }

    /// A breaker whose rule the configuration has changed begins anew.
    private Breaker of(Key key, BreakerRule rule) {
        var found = all.get(key);
        if (found != null && found.rule().equals(rule)) {
            return found;
        }
        if (found == null && all.size() >= MOST) {
            all.values().removeIf(Breaker::isIdle);
            if (all.size() >= MOST) {
                return made(new Key(key.providerId, OTHER), rule);
            }
        }
        return made(key, rule);
    }

    private Breaker made(Key key, BreakerRule rule) {
        return Objects.requireNonNull(
                all.compute(
                        key,
                        (_, present) ->
                                present != null && present.rule().equals(rule)
                                        ? present
                                        : new Breaker(rule, nanos, to -> changed(key, to))));
    }

    private void changed(Key key, Breaker.State to) {
        changes.changed(key.providerId, to.word());
        if (to == Breaker.State.OPEN) {
            LOG.warn("provider {} model \"{}\": the breaker opens", key.providerId, key.model);
        } else {
            LOG.info(
                    "provider {} model \"{}\": the breaker is {}",
                    key.providerId,
                    key.model,
                    to.word());
        }
    }

    /// Hears of breakers that change. Must not block.
    @FunctionalInterface
    public interface Changes {
        /// @param state `closed`, `open` or `half_open`
        void changed(String providerId, String state);
    }

    /// A breaker as it stands.
    ///
    /// @param model as the vendor is asked for it; empty when none is named
    /// @param calls that counted within the window
    /// @param probing calls let through that have not ended
    /// @param opensIn until a call may be let through again
    public record View(
            String providerId,
            String model,
            String state,
            int calls,
            int failures,
            int probing,
            Duration opensIn) {}

    private record Key(String providerId, String model) {}
}
