package io.agw.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import io.agw.store.PauseRecords.Pause;
import io.agw.store.PauseRecords.Resumed;
import io.agw.store.PausesContract;
import io.agw.store.Store;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SqlitePausesTest extends PausesContract {
    private static final Pause PAUSE =
            new Pause("agent", "a", "manual", "it loops", "root", Instant.EPOCH, null);

    @TempDir Path directory;
    private int opened;

    @Override
    protected Store open(InstantSource clock) {
        opened++;
        return SqliteStore.open(StoreSettings.in(directory.resolve("data" + opened)), clock);
    }

    @Test
    void aStoreThatIsOpenedAgainKnowsThem() {
        var settings = StoreSettings.in(directory.resolve("again"));
        var resumed = new Resumed("b", "virtual_key:k", "day", "turns", 3, Instant.EPOCH);
        try (var first = SqliteStore.open(settings, clock)) {
            first.pauses().pause(PAUSE);
            first.pauses().resume("virtual_key", "k", List.of(resumed));
        }
        try (var second = SqliteStore.open(settings, clock)) {
            assertThat(second.pauses().pauses()).containsExactly(PAUSE);
            assertThat(second.pauses().resumed()).containsExactly(resumed);
        }
    }

    /// As an earlier version left it: with charges, and without pauses.
    @Test
    void aLedgerOfTheVersionBeforeIsTakenOver() throws Exception {
        var settings = StoreSettings.in(directory.resolve("older"));
        SqliteStore.open(settings, clock).close();
        try (var connection =
                        DriverManager.getConnection("jdbc:sqlite:" + settings.ledgerDatabase());
                var statement = connection.createStatement()) {
            statement.execute("DROP TABLE paused");
            statement.execute("DROP TABLE resumed");
            statement.execute("DROP TABLE permit");
            statement.execute("DROP TABLE changed");
            statement.execute("ALTER TABLE held DROP COLUMN row");
            statement.execute("INSERT INTO total VALUES ('b', 'calendar', 'agent:a', 1, 2, 3)");
            statement.execute("PRAGMA user_version = 1");
        }
        try (var store = SqliteStore.open(settings, clock)) {
            assertThat(store.ledger().open().totals()).hasSize(1);
            store.pauses().pause(PAUSE);
            assertThat(store.pauses().pauses()).containsExactly(PAUSE);
        }
    }
}
