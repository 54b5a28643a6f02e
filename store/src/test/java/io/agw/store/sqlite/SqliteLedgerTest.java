package io.agw.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import io.agw.store.Ledger;
import io.agw.store.Ledger.Batch;
import io.agw.store.Ledger.Cell;
import io.agw.store.Ledger.Hold;
import io.agw.store.Ledger.Purse;
import io.agw.store.Ledger.Sum;
import io.agw.store.LedgerContract;
import io.agw.store.Store;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SqliteLedgerTest extends LedgerContract {
    @TempDir Path directory;
    private int opened;

    @Override
    protected Store open(InstantSource clock) {
        opened++;
        return SqliteStore.open(StoreSettings.in(directory.resolve("data" + opened)), clock);
    }

    @Test
    void aStoreThatIsOpenedAgainKnowsWhatWasCharged() {
        var settings = StoreSettings.in(directory.resolve("again"));
        var cell = new Cell(new Purse("b", "rolling", "user:a b"), 60);
        try (var first = SqliteStore.open(settings, clock)) {
            first.ledger()
                    .commit(
                            new Batch(
                                    List.of(new Hold(7, Map.of(cell, new Sum(3, 0, 1)), null)),
                                    Set.of(),
                                    Map.of(cell, new Sum(Long.MAX_VALUE / 4, 2, 1))));
        }
        try (var second = SqliteStore.open(settings, clock)) {
            var contents = second.ledger().open();
            assertThat(contents.recovered()).isOne();
            assertThat(contents.cells())
                    .containsOnly(Map.entry(cell, new Sum(Long.MAX_VALUE / 4 + 3, 2, 2)));
        }
    }

    @Test
    void aClockThatJumpsAheadMakesNothingForgotten() {
        var settings = StoreSettings.in(directory.resolve("jump"));
        var purse = new Purse("b", "calendar", "user:a");
        var start = clock.instant();
        var time = new AtomicReference<>(start);
        try (var jumping = SqliteStore.open(settings, time::get)) {
            for (int day = 0; day < Ledger.DAYS_OF_USE - 1; day++) {
                charge(jumping, purse, start.plus(Duration.ofDays(day)));
            }
            time.set(start.plus(Duration.ofDays(400)));
            jumping.trimLedger();
            assertThat(jumping.ledger().open().cells()).hasSize(Ledger.DAYS_OF_USE - 1);
            charge(jumping, purse, time.get());
            charge(jumping, purse, time.get().plus(Duration.ofDays(1)));
            jumping.trimLedger();
            assertThat(jumping.ledger().open().cells())
                    .as("the first day has enough behind it")
                    .hasSize(Ledger.DAYS_OF_USE);
        }
    }

    private static void charge(Store store, Purse purse, Instant at) {
        var cell = new Cell(purse, at.getEpochSecond() / 900 * 900);
        store.ledger().commit(new Batch(List.of(), Set.of(), Map.of(cell, new Sum(1, 1, 1))));
    }
}
