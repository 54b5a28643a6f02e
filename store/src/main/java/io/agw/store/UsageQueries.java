package io.agw.store;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Questions about usage. Thread-safe.
public interface UsageQueries {
    /// Most turns that are looked at one by one to answer a question.
    int MOST_TURNS = 1_000_000;

    /// Most sums that are held for an answer.
    int MOST_SUMS = 50_000;

    /// What the turns of a filter add up to, exactly. Whole hours come from roll-ups, whatever the
    /// number of turns; turns are looked at for the rest, and for buckets that are not whole hours.
    ///
    /// @return buckets in order, and in each the groups in no order; `TooMany` when more than
    ///   {@link #MOST_TURNS} turns would have to be looked at, `TooLong` when it would be more than
    ///   {@link #MOST_SUMS}
    /// @throws StoreException when the database fails
    Sums sums(UsageFilter filter, Grouping by);

    /// Turns of a filter in the order of their ends, those of one moment in the order of their
    /// rows.
    ///
    /// @param after where the page before ended; null from the beginning
    List<Entry> entries(UsageFilter filter, @Nullable Position after, Page page);

    /// Turns behind a row in the order in which they were written, which is not always that in
    /// which they ended: nothing is missed by following it.
    List<Entry> written(UsageFilter filter, long afterId, int limit);

    /// The row that was written last; 0 when there was none.
    long lastId();

    /// What is added up together.
    ///
    /// @param by null for all turns together
    /// @param bucket from the Unix epoch on; zero for none
    record Grouping(@Nullable UsageDimension by, Duration bucket) {
        public static final Grouping TOTAL = new Grouping(null, Duration.ZERO);

        public Grouping {
            if (bucket.isNegative() || (bucket.toMillis() == 0 && !bucket.isZero())) {
                throw new IllegalArgumentException(
                        "bucket: " + bucket + " (expected: a millisecond or more, or none)");
            }
        }
    }

    /// An answer in sums.
    sealed interface Sums {
        record Found(List<UsageSum> sums) implements Sums {
            public Found {
                sums = List.copyOf(sums);
            }
        }

        /// The answer would be of too many sums.
        record TooLong() implements Sums {}

        /// The question needs the rows of too many turns.
        record TooMany() implements Sums {}
    }

    /// A turn with its row.
    record Entry(long id, UsageRecord usage) {
        public Position position() {
            return new Position(usage.finishedAt(), id);
        }
    }

    /// A place in the order of turns.
    record Position(Instant finishedAt, long id) implements Comparable<Position> {
        @Override
        public int compareTo(Position other) {
            int byTime = finishedAt.compareTo(other.finishedAt);
            return byTime != 0 ? byTime : Long.compare(id, other.id);
        }
    }

    /// How much of a list.
    ///
    /// @param oldestFirst else the newest
    record Page(int limit, boolean oldestFirst) {}
}
