package io.agw.store;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What budgets were charged, and what is held for turns under way, durably. Thread-safe; callers
/// block.
public interface Ledger {
    /// How many days of use are remembered at least, however long ago they were: more than any
    /// window has, so that no clock that is wrong for a while makes any of them forgotten.
    int DAYS_OF_USE = 40;

    /// The usage rows of turns that were held for and never ended, as they were handed in. {@link
    /// #open} forgets them.
    ///
    /// @throws StoreException when it cannot be read
    List<UsageRecord> unended();

    /// Everything as it was left. What was held for turns that never ended is charged first, as
    /// much as it was: nobody knows how far they came.
    ///
    /// @throws StoreException when it cannot be read
    Contents open();

    /// Writes all of it, or nothing. What is written survives whatever becomes of the process.
    ///
    /// @throws StoreException when it cannot be written
    void commit(Batch batch);

    /// Forgets when things were used, not that they were, of slots that began before.
    ///
    /// @return how many slots went
    /// @throws StoreException when it cannot be written
    int trim(Instant before);

    /// What is known.
    ///
    /// @param cells what was used in each slot that is remembered
    /// @param totals what was ever used
    /// @param recovered how many turns were charged as much as was held for them
    record Contents(Map<Cell, Sum> cells, Map<Purse, Sum> totals, int recovered) {
        public Contents {
            cells = Map.copyOf(cells);
            totals = Map.copyOf(totals);
        }
    }

    /// What is written at once: first what is held, then which turns are over, then what is
    /// charged.
    ///
    /// @param ended turns whose holds go
    record Batch(List<Hold> holds, Set<Long> ended, Map<Cell, Sum> charges) {
        public Batch {
            holds = List.copyOf(holds);
            ended = Set.copyOf(ended);
            charges = Map.copyOf(charges);
        }
    }

    /// What is set aside for a turn until it is over. A later one of the same turn takes its place.
    ///
    /// @param turn number of the turn, unlike any other since the ledger was opened
    /// @param most what each purse may be charged for it
    /// @param row what stands for the turn in usage, should it never end; null for nothing
    record Hold(long turn, Map<Cell, Sum> most, @Nullable UsageRecord row) {
        public Hold {
            most = Map.copyOf(most);
        }
    }

    /// What a purse used within a short time.
    ///
    /// @param slot when that time began, in seconds since 1970
    record Cell(Purse purse, long slot) {}

    /// Whose use of which budget is counted.
    ///
    /// @param budgetId of the budget
    /// @param series one of a few words; another one begins to count anew
    /// @param holder such as `virtual_key:a`
    record Purse(String budgetId, String series, String holder) {}

    /// What was used.
    ///
    /// @param nanoDollars of money
    /// @param tokens of prompts and answers
    /// @param turns requests
    record Sum(long nanoDollars, long tokens, long turns) {
        public static final Sum ZERO = new Sum(0, 0, 0);

        /// Both; what is beyond a number's range stays at its end.
        public Sum plus(Sum other) {
            return new Sum(
                    add(nanoDollars, other.nanoDollars),
                    add(tokens, other.tokens),
                    add(turns, other.turns));
        }

        public Sum minus(Sum other) {
            return new Sum(
                    nanoDollars - other.nanoDollars, tokens - other.tokens, turns - other.turns);
        }

        /// Of each whichever is more.
        public Sum max(Sum other) {
            return new Sum(
                    Math.max(nanoDollars, other.nanoDollars),
                    Math.max(tokens, other.tokens),
                    Math.max(turns, other.turns));
        }

        private static long add(long one, long other) {
            long sum = one + other;
            return ((one ^ sum) & (other ^ sum)) < 0 ? Long.MAX_VALUE : sum;
        }
    }
}
