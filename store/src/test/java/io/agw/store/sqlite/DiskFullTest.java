package io.agw.store.sqlite;

import static io.agw.store.Samples.PROD;
import static io.agw.store.Samples.apply;
import static io.agw.store.Samples.object;
import static io.agw.store.Samples.put;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agw.store.Changeset;
import io.agw.store.Commit;
import io.agw.store.ManualClock;
import io.agw.store.StoreException;
import io.agw.store.TelemetryWriter;
import io.agw.store.Turns;
import io.agw.store.secret.KeyRing;
import io.agw.store.secret.MasterKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// No room left, by a cap on the pages of the file.
@Timeout(60)
final class DiskFullTest {
    @TempDir Path directory;

    private final ManualClock clock = new ManualClock(Turns.START);

    @BeforeEach
    void makeDirectory() throws IOException {
        Files.createDirectories(directory);
    }

    @Test
    void applyThatDoesNotFitWritesNothingAndFitsOnceThereIsRoom() {
        var settings = StoreSettings.in(directory);
        var ring = new KeyRing(List.of(MasterKey.generate(new SecureRandom())));
        try (var file = ConfigFile.open(settings, ring, clock, new SecureRandom())) {
            file.config().commit(apply("r1", put(object("a", "1"), PROD, 0)));
            var before = Raw.dump(settings.configDatabase());
            var state = file.config().state();
            cap(file.database(), 40);

            assertThatThrownBy(() -> file.config().commit(large()))
                    .isInstanceOfSatisfying(
                            StoreException.class,
                            e -> assertThat(e.reason()).isEqualTo(StoreException.Reason.DISK_FULL))
                    .hasMessageContaining("the disk is full");

            assertThat(file.config().state()).isSameAs(state);
            assertThat(Raw.dump(settings.configDatabase())).isEqualTo(before);
            assertThat(Raw.ask(settings.configDatabase(), "PRAGMA integrity_check"))
                    .isEqualTo("ok");

            cap(file.database(), 1_000_000);
            assertThat(file.config().commit(large())).isInstanceOf(Commit.Done.class);
        }
    }

    private static Changeset large() {
        var writes = new ArrayList<Changeset.Put>();
        for (int i = 0; i < 500; i++) {
            writes.add(put(object("large-" + i, "x".repeat(1000)), PROD, 0));
        }
        return apply("large", writes);
    }

    @Test
    void usageWaitsForRoomAndIsWrittenWithoutAnyonesHelp() {
        var settings = StoreSettings.in(directory);
        var backups = new Backups(settings.backups(), settings.telemetryDatabase(), clock);
        new Opening<>(
                        settings.telemetryDatabase(),
                        Schema.TELEMETRY,
                        new NoContent(),
                        backups,
                        false,
                        clock)
                .open();
        try (var database = new Database(settings.telemetryDatabase());
                var writer =
                        new TelemetryWriter(new SqliteTelemetry(database), quickRetries(1_000))) {
            writer.start();
            cap(database, 20);
            for (int i = 0; i < 1_500; i++) {
                writer.offer(Turns.full(i));
            }
            Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> writer.counters().degraded());

            cap(database, 1_000_000);

            Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> settled(writer.counters()) == 1_500);
            var counters = writer.counters();
            assertThat(counters.queued()).isZero();
            assertThat(counters.usageWritten()).isGreaterThanOrEqualTo(1_000);
            assertThat(new SqliteTelemetry(database).usageCount())
                    .isEqualTo(counters.usageWritten());
        }
    }

    private static long settled(TelemetryWriter.Counters counters) {
        return counters.usageWritten() + counters.usageLost();
    }

    private static TelemetryWriter.Settings quickRetries(int capacity) {
        return new TelemetryWriter.Settings(
                capacity,
                100,
                500,
                Duration.ofMillis(10),
                Duration.ofMillis(1),
                Duration.ofMillis(10),
                Duration.ofMillis(100),
                Duration.ofSeconds(5));
    }

    private static void cap(Database database, int pages) {
        database.maintain(handle -> {
            try {
                return Sql.pragma(handle.getConnection(), "max_page_count=" + pages);
            } catch (SQLException e) {
                throw new AssertionError(e);
            }
        });
    }
}
