package io.agw.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import io.agw.store.Ledger.Batch;
import io.agw.store.Ledger.Cell;
import io.agw.store.Ledger.Hold;
import io.agw.store.Ledger.Purse;
import io.agw.store.Ledger.Sum;
import io.agw.store.LedgerContract;
import io.agw.store.Store;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
                                    List.of(new Hold(7, Map.of(cell, new Sum(3, 0, 1)))),
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
}
