package io.agw.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agw.store.Store;
import io.agw.store.StoreException;
import io.agw.store.TelemetryStore;
import io.agw.store.TurnRecord;
import io.agw.store.Turns;
import io.agw.store.UsageRecord;
import io.agw.store.memory.MemoryStore;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class TurnKindsTest {
    private static final int SECONDS_PER_DAY = (int) Duration.ofDays(1).toSeconds();
    private static final Instant EVER = Turns.START.plus(Duration.ofDays(100));

    @TempDir Path directory;
    private StoreSettings settings = StoreSettings.in(Path.of(""));
    private Store store = new MemoryStore(InstantSource.system());

    @BeforeEach
    void openStore() {
        store.close();
        settings = StoreSettings.in(directory.resolve("data"));
        store = open(settings);
    }

    private static Store open(StoreSettings settings) {
        return SqliteStore.open(settings, InstantSource.system());
    }

    @AfterEach
    void closeStore() {
        store.close();
    }

    @Test
    void whatTurnsHaveInCommonIsWrittenOnceADay() {
        append(Turns.full(1), Turns.full(2), Turns.sparse(3));
        append(Turns.full(4), Turns.full(SECONDS_PER_DAY));

        assertThat(kinds()).isEqualTo(3);
        assertThat(requests()).containsExactly("req-86400", "req-4", "req-3", "req-2", "req-1");
    }

    @Test
    void kindIsFoundAgainAfterARestart() {
        append(Turns.full(1), Turns.sparse(2));
        store.close();
        store = open(settings);

        append(Turns.full(3), Turns.sparse(4));

        assertThat(kinds()).isEqualTo(2);
        assertThat(usage())
                .containsExactly(
                        Turns.sparse(4).usage(),
                        Turns.full(3).usage(),
                        Turns.sparse(2).usage(),
                        Turns.full(1).usage());
    }

    @Test
    void kindOfATransactionThatFailedIsWrittenByTheNext() {
        var file = settings.telemetryDatabase();
        Raw.run(
                file,
                """
                CREATE TRIGGER broken BEFORE INSERT ON turn WHEN NEW.request_id = 'req-2'
                BEGIN SELECT RAISE(ABORT, 'broken'); END
                """);
        assertThatThrownBy(() -> append(Turns.full(1), Turns.sparse(2)))
                .isInstanceOf(StoreException.class);
        Raw.run(file, "DROP TRIGGER broken");

        append(Turns.full(1), Turns.sparse(2));

        assertThat(usage()).containsExactly(Turns.sparse(2).usage(), Turns.full(1).usage());
    }

    @Test
    void kindsGoWithTheLastTurnOfTheirDay() {
        append(Turns.full(1));
        append(Turns.full(SECONDS_PER_DAY));

        telemetry().trim(Turns.START.plusSeconds(SECONDS_PER_DAY), Long.MAX_VALUE);

        assertThat(kinds()).isEqualTo(1);
        assertThat(usage()).containsExactly(Turns.full(SECONDS_PER_DAY).usage());
    }

    @Test
    void kindThatWentIsWrittenAgain() {
        append(Turns.full(1));
        telemetry().trim(EVER, Long.MAX_VALUE);
        assertThat(kinds()).isZero();

        append(Turns.full(2));

        assertThat(usage()).containsExactly(Turns.full(2).usage());
    }

    @Test
    void kindsGoWhenThereIsNoRoom() {
        append(Turns.full(1), Turns.sparse(2));

        telemetry().trim(Instant.EPOCH, 0);

        assertThat(telemetry().usageCount()).isZero();
        assertThat(kinds()).isZero();
    }

    /// Where clients say who the user is, there may be as many kinds as turns.
    @Test
    void aDayOfManyUsersLosesItsOldestTurnsAndTheirKindsOnly() {
        int turns = 15_000;
        var rows = new ArrayList<TurnRecord>();
        for (int i = 0; i < turns; i++) {
            rows.add(Turns.ofUser(i, "user-" + i));
        }
        telemetry().append(rows);
        assertThat(kinds()).isEqualTo(turns + 1); // what is beyond the roll-ups' bound has one

        telemetry().trim(Instant.EPOCH, pages() * Schema.TELEMETRY.pageSize() / 4 * 3);

        assertThat(telemetry().usageCount()).isBetween(500L, 10_000L);
        // roll-ups stay, and with them their kinds
        assertThat(kinds())
                .isBetween(
                        (long) TurnKinds.MOST_ROLLED,
                        telemetry().usageCount() + TurnKinds.MOST_ROLLED + 1);
        assertThat(usage().getFirst().payer().user()).isEqualTo("user-14999");
        append(Turns.ofUser(turns, "user-1"));
        assertThat(usage().getFirst().payer().user()).isEqualTo("user-1");
    }

    @Test
    void kindThatGotATurnAfterItWasFoundUnusedStays() {
        append(Turns.ofUser(1, "a"), Turns.ofUser(2, "b"));
        Raw.run(settings.telemetryDatabase(), "DELETE FROM turn WHERE request_id = 'req-1'");
        var found = new TurnKinds.Unused(2, List.of(1L));
        append(Turns.ofUser(3, "a"));

        int removed =
                Jdbi.create("jdbc:sqlite:" + settings.telemetryDatabase())
                        .withHandle(handle -> found.remove(handle, 0, 1));

        assertThat(removed).isZero();
        assertThat(usage()).extracting(row -> row.payer().user()).containsExactly("a", "b");
    }

    @Test
    void aUsersKindIsFoundByItsUser() {
        assertThat(
                        Raw.ask(
                                settings.telemetryDatabase(),
                                "SELECT group_concat(name) FROM pragma_index_info('turn_kind_by_words')"))
                .startsWith("day,key_id,user,");
    }

    /// As docs/store.md says.
    @Test
    void rowOfATurnTakesAtMost250Bytes() {
        int turns = 5_000;
        var before = pages();
        var rows = new ArrayList<TurnRecord>();
        for (int i = 0; i < turns; i++) {
            rows.add(new TurnRecord(Turns.full(i).usage(), List.of()));
        }
        telemetry().append(rows);

        assertThat((pages() - before) * Schema.TELEMETRY.pageSize() / turns)
                .isLessThanOrEqualTo(250);
    }

    private long pages() {
        return Long.parseLong(Raw.ask(settings.telemetryDatabase(), "PRAGMA page_count"));
    }

    private long kinds() {
        return Long.parseLong(
                Raw.ask(settings.telemetryDatabase(), "SELECT count(*) FROM turn_kind"));
    }

    private TelemetryStore telemetry() {
        return store.telemetry();
    }

    private void append(TurnRecord... turns) {
        telemetry().append(List.of(turns));
    }

    private List<UsageRecord> usage() {
        return telemetry().usage(Turns.START, EVER, 10);
    }

    private List<String> requests() {
        return usage().stream().map(UsageRecord::requestId).toList();
    }
}
