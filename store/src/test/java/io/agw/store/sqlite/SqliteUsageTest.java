package io.agw.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import io.agw.store.Store;
import io.agw.store.TelemetryStore;
import io.agw.store.TurnRecord;
import io.agw.store.Turns;
import io.agw.store.UsageDimension;
import io.agw.store.UsageFilter;
import io.agw.store.UsageQueries;
import io.agw.store.UsageQueries.Grouping;
import io.agw.store.UsageQueries.Sums;
import io.agw.store.UsageQueriesContract;
import io.agw.store.UsageSum;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SqliteUsageTest extends UsageQueriesContract {
    private static final Instant END = START.plus(Duration.ofDays(9));

    @TempDir Path directory;

    @Override
    protected Store open() {
        return SqliteStore.open(settings(), InstantSource.system());
    }

    private StoreSettings settings() {
        return StoreSettings.in(directory.resolve("data"));
    }

    @Test
    void rollUpsOfADayAreBoundedAndLoseNoTurn() {
        int turns = 2 * TurnKinds.MOST_ROLLED + 2_000;
        try (var store =
                SqliteStore.open(
                        StoreSettings.in(directory.resolve("b")), InstantSource.system())) {
            for (int from = 0; from < turns; from += 1_000) {
                var rows = new ArrayList<TurnRecord>();
                for (int i = from; i < Math.min(turns, from + 1_000); i++) {
                    // a moment for all of them
                    rows.add(Turns.ofUser(1, "user-" + i));
                }
                store.telemetry().append(rows);
            }
            var file = StoreSettings.in(directory.resolve("b")).telemetryDatabase();

            assertThat(Raw.ask(file, "SELECT count(*) FROM usage_hour"))
                    .isEqualTo(String.valueOf(TurnKinds.MOST_ROLLED + 1));
            var hour = UsageFilter.of(START, START.plus(Duration.ofHours(1)));
            assertThat(sums(store.telemetry(), hour, Grouping.TOTAL))
                    .extracting(UsageSum::requests)
                    .containsExactly((long) turns);
            assertThat(
                            sums(
                                    store.telemetry(),
                                    new UsageFilter(
                                            hour.from(),
                                            hour.to(),
                                            Map.of(UsageDimension.USER, "_other"),
                                            null,
                                            null),
                                    Grouping.TOTAL))
                    .extracting(UsageSum::requests)
                    .containsExactly((long) turns - TurnKinds.MOST_ROLLED);
        }
    }

    @Test
    void anAnswerOfTooManySumsIsNone() {
        try (var store =
                SqliteStore.open(
                        StoreSettings.in(directory.resolve("b")), InstantSource.system())) {
            store.telemetry().append(List.of(Turns.full(1)));
            // one more for each of the milliseconds that follow
            Raw.run(
                    StoreSettings.in(directory.resolve("b")).telemetryDatabase(),
                    """
                    INSERT INTO turn (usage_id, kind_id, request_id, trace_id, started_ms,
                        finished_ms, latency_ms)
                    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %d)
                    SELECT usage_id + i, kind_id, request_id, trace_id, started_ms,
                        finished_ms + i, latency_ms
                    FROM turn, n
                    """
                            .formatted(UsageQueries.MOST_SUMS));
            var half = UsageFilter.of(START, START.plus(Duration.ofMinutes(30)));

            assertThat(store.telemetry().queries().sums(half, each(Duration.ofMillis(1))))
                    .isEqualTo(new Sums.TooLong());
            assertThat(sums(store.telemetry(), half, each(Duration.ofMillis(2))))
                    .hasSize(UsageQueries.MOST_SUMS / 2 + 1);
        }
    }

    @Test
    void rollUpsStayWhenTheirTurnsHadToGo() {
        try (var store =
                SqliteStore.open(
                        StoreSettings.in(directory.resolve("b")), InstantSource.system())) {
            store.telemetry().append(List.of(Turns.full(1), Turns.full(2), Turns.sparse(3)));
            var file = StoreSettings.in(directory.resolve("b")).telemetryDatabase();
            Raw.run(file, "DELETE FROM turn");
            store.telemetry().trim(START, Long.MAX_VALUE);
            var hour = UsageFilter.of(START, START.plus(Duration.ofHours(1)));

            assertThat(sums(store.telemetry(), hour, Grouping.TOTAL))
                    .extracting(UsageSum::requests)
                    .containsExactly(3L);

            store.telemetry().trim(END, Long.MAX_VALUE);

            assertThat(sums(store.telemetry(), hour, Grouping.TOTAL)).isEmpty();
            assertThat(Raw.ask(file, "SELECT count(*) FROM turn_kind")).isEqualTo("0");
        }
    }

    private static Grouping each(Duration bucket) {
        return new Grouping(null, bucket);
    }

    private static List<UsageSum> sums(TelemetryStore telemetry, UsageFilter filter, Grouping by) {
        return telemetry.queries().sums(filter, by) instanceof Sums.Found(var sums)
                ? sums
                : List.of();
    }
}
