package io.agw.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.agw.store.UsageQueries.Entry;
import io.agw.store.UsageQueries.Grouping;
import io.agw.store.UsageQueries.Page;
import io.agw.store.UsageQueries.Sums;
import io.agw.store.memory.MemoryStore;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// What every store answers about usage.
@Timeout(60)
public abstract class UsageQueriesContract {
    protected static final Instant START = Turns.START;
    private static final Instant END = START.plus(Duration.ofDays(9));

    private Store store = new MemoryStore(InstantSource.system());

    /// An empty store; the contract closes it.
    protected abstract Store open();

    @BeforeEach
    void openStore() {
        store = open();
    }

    @AfterEach
    void closeStore() {
        store.close();
    }

    private UsageQueries queries() {
        return store.telemetry().queries();
    }

    private List<UsageSum> sums(UsageFilter filter, Grouping by) {
        return queries().sums(filter, by) instanceof Sums.Found(var sums) ? sums : List.of();
    }

    private void append(int... seconds) {
        store.telemetry().append(IntStream.of(seconds).mapToObj(Turns::full).toList());
    }

    private static UsageRecord row(TurnRecord turn) {
        return Objects.requireNonNull(turn.usage());
    }

    @Test
    void nothingAddsUpToNothing() {
        assertThat(sums(UsageFilter.of(START, END), Grouping.TOTAL)).isEmpty();
        assertThat(queries().entries(UsageFilter.of(START, END), null, new Page(9, true)))
                .isEmpty();
        assertThat(queries().lastId()).isZero();
    }

    @Test
    void everythingThatARowSaysIsAddedUp() {
        var counted = Turns.counted(2, UsageSource.ESTIMATED, null, null);
        store.telemetry().append(List.of(Turns.full(1), counted, Turns.sparse(3)));

        assertThat(sums(UsageFilter.of(START, END), Grouping.TOTAL))
                .containsExactly(
                        new UsageSum(
                                0,
                                null,
                                3,
                                2,
                                new UsageSum.Tokens(20 + 15, 34 + 21, 4 + 2, 3 + 7, 3 + 7),
                                123_456_789,
                                1,
                                500,
                                2,
                                200));
    }

    /// Turns at both sides of every edge that there can be: of the question, and of hours.
    @ParameterizedTest
    @CsvSource({
        "0, 7200",
        "1, 7200",
        "0, 7199",
        "3599, 3601",
        "3600, 3601",
        "3600, 10800",
        "3601, 10799",
        "10, 10",
        "3600, 3600",
        "-7200, 90000",
    })
    void sumsAreExactWhereverTheTimeBeginsAndEnds(int from, int to) {
        int[] seconds = {0, 1, 2, 3598, 3599, 3600, 3601, 7198, 7199, 7200, 7201, 10799, 10800};
        append(seconds);
        long expected = IntStream.of(seconds).filter(at -> at >= from && at < to).count();

        var sums =
                sums(
                        UsageFilter.of(START.plusSeconds(from), START.plusSeconds(to)),
                        Grouping.TOTAL);

        assertThat(sums.stream().mapToLong(UsageSum::requests).sum()).isEqualTo(expected);
        assertThat(sums).hasSizeLessThanOrEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"PT1M, 3", "PT1H, 3", "PT2H, 2", "PT90M, 2", "P1D, 1", "PT0S, 1"})
    void bucketsBeginAtTheEpoch(Duration bucket, int expected) {
        append(0, 30, 3600, 7200, 86_400);

        var sums = sums(UsageFilter.of(START, START.plusSeconds(7201)), new Grouping(null, bucket));

        assertThat(sums).hasSize(expected);
        assertThat(sums)
                .allSatisfy(sum ->
                        assertThat(sum.bucketMillis() % Math.max(1, bucket.toMillis())).isZero())
                .isSortedAccordingTo(Comparator.comparingLong(UsageSum::bucketMillis));
        assertThat(sums.stream().mapToLong(UsageSum::requests).sum()).isEqualTo(4);
    }

    @ParameterizedTest
    @EnumSource(UsageDimension.class)
    void everyDimensionGroupsAndSelects(UsageDimension dimension) {
        store.telemetry().append(List.of(Turns.full(1), Turns.full(2), Turns.sparse(3)));
        var full = dimension.of(row(Turns.full(1)));
        var sparse = dimension.of(row(Turns.sparse(3)));

        var groups = sums(UsageFilter.of(START, END), new Grouping(dimension, Duration.ZERO));

        if (Objects.equals(full, sparse)) {
            assertThat(groups).extracting(UsageSum::requests).containsExactly(3L);
        } else {
            assertThat(groups)
                    .extracting(UsageSum::group, UsageSum::requests)
                    .containsExactlyInAnyOrder(tuple(full, 2L), tuple(sparse, 1L));
        }
        for (var value : new String[] {full, sparse}) {
            if (value != null) {
                var filter = new UsageFilter(START, END, Map.of(dimension, value), null, null);
                long expected = Objects.equals(full, sparse) ? 3 : value.equals(full) ? 2 : 1;
                assertThat(sums(filter, Grouping.TOTAL))
                        .extracting(UsageSum::requests)
                        .containsExactly(expected);
                assertThat(queries().entries(filter, null, new Page(9, false)))
                        .hasSize((int) expected);
            }
        }
    }

    @Test
    void successIsHowATurnEnded() {
        store.telemetry().append(List.of(Turns.full(1), Turns.full(2), Turns.sparse(3)));

        assertThat(sums(new UsageFilter(START, END, Map.of(), null, true), Grouping.TOTAL))
                .extracting(UsageSum::requests)
                .containsExactly(2L);
        assertThat(sums(new UsageFilter(START, END, Map.of(), null, false), Grouping.TOTAL))
                .extracting(UsageSum::requests)
                .containsExactly(1L);
    }

    @Test
    void pagesOfEitherOrderGiveEachTurnOnce() {
        append(5, 1, 3, 3, 3, 2, 4, 3);
        var newest = pages(false);

        assertThat(newest)
                .hasSize(8)
                .isSortedAccordingTo((a, b) -> b.position().compareTo(a.position()));
        assertThat(pages(true)).isEqualTo(newest.reversed());
    }

    private List<Entry> pages(boolean oldestFirst) {
        var all = new ArrayList<Entry>();
        UsageQueries.Position after = null;
        while (true) {
            var page =
                    queries().entries(UsageFilter.of(START, END), after, new Page(3, oldestFirst));
            if (page.isEmpty()) {
                return all;
            }
            all.addAll(page);
            after = page.getLast().position();
        }
    }

    @Test
    void whatIsWrittenLateIsNotMissed() {
        append(10, 11);
        long seen = queries().lastId();
        append(3, 12);

        assertThat(queries().written(UsageFilter.of(START, END), seen, 9))
                .extracting(entry -> entry.usage().requestId())
                .containsExactly("req-3", "req-12");
        assertThat(queries().written(UsageFilter.of(START, END), seen, 1)).hasSize(1);
    }
}
