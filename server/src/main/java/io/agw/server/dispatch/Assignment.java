package io.agw.server.dispatch;

import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// The variant of a test that one turn gets: drawn once, with its first target, and then what it
/// is, whoever answers in the end. Not thread-safe: belongs to the turn.
final class Assignment implements Selector {
    private final Split split;
    private final @Nullable String subject;
    private final Selector then;
    private String variant = "";

    /// @param subject who keeps getting the same variant; null to draw anew
    /// @param then takes over when the variant cannot serve, or has failed
    Assignment(Split split, @Nullable String subject, Selector then) {
        this.split = split;
        this.subject = subject;
        this.then = then;
    }

    /// Id of the test.
    String test() {
        return split.id();
    }

    /// The candidate as the configuration calls it; empty before the first draw.
    String variant() {
        return variant;
    }

    @Override
    public int select(Pool pool, RandomGenerator random) {
        if (variant.isEmpty()) {
            variant = split.variant(subject, random);
            int index = pool.indexOf(variant);
            if (index >= 0) {
                return index;
            }
        }
        return then.select(pool, random);
    }
}
