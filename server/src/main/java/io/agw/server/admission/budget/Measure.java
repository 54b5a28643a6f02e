package io.agw.server.admission.budget;

import io.agw.bundle.price.Dollars;
import io.agw.store.Ledger.Sum;
import java.util.Locale;

/// What a budget limits.
public enum Measure {
    DOLLARS {
        @Override
        long of(Sum sum) {
            return sum.nanoDollars();
        }

        @Override
        public String text(long amount) {
            return Dollars.text(amount);
        }
    },
    TOKENS {
        @Override
        long of(Sum sum) {
            return sum.tokens();
        }
    },
    TURNS {
        @Override
        long of(Sum sum) {
            return sum.turns();
        }
    };

    /// The amount of it: nano-dollars, or how many.
    abstract long of(Sum sum);

    /// An amount as people read it: dollars, or how many.
    public String text(long amount) {
        return Long.toString(amount);
    }

    /// The word in answers.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
