package io.agw.store.sqlite;

import static io.agw.store.Samples.PROD;
import static io.agw.store.Samples.apply;
import static io.agw.store.Samples.given;
import static io.agw.store.Samples.object;
import static io.agw.store.Samples.put;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agw.bundle.model.Secret;
import io.agw.store.Changeset;
import io.agw.store.ConfigState;
import io.agw.store.Samples;
import io.agw.store.StoreException;
import io.agw.store.StoreException.Reason;
import io.agw.store.Turns;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Files that the disk or a person has damaged.
@Timeout(120)
final class DamageTest extends OnDisk {
    private static final Set<Damage> READABLE_BY_SQLITE =
            EnumSet.of(
                    Damage.TABLE_LOST,
                    Damage.ROW_LOST,
                    Damage.OWNER_CHANGED,
                    Damage.CONTENT_CHANGED);

    /// A store of a hundred objects, with a backup when asked for. Returns what it holds.
    private ConfigState fill(boolean backup) {
        try (var store = open()) {
            var writes = new ArrayList<Changeset.Put>();
            for (int i = 0; i < 100; i++) {
                writes.add(
                        put(object("p" + i, "u".repeat(i), given("${K}", "secret " + i)), PROD, 0));
            }
            store.config().commit(apply("r1", writes));
            if (backup) {
                store.backup();
            }
            return store.config().state();
        }
    }

    /// What can befall a file.
    enum Damage {
        EMPTY {
            @Override
            void to(Path file) throws IOException {
                Files.write(file, new byte[0]);
            }
        },
        TRUNCATED {
            @Override
            void to(Path file) throws IOException {
                try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                    channel.truncate(channel.size() / 2 + 123);
                }
            }
        },
        ONE_PAGE_LEFT {
            @Override
            void to(Path file) throws IOException {
                try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                    channel.truncate(4096);
                }
            }
        },
        HEADER_LOST {
            @Override
            void to(Path file) throws IOException {
                overwrite(file, 0, new byte[100]);
            }
        },
        SCHEMA_LOST {
            @Override
            void to(Path file) throws IOException {
                overwrite(file, 100, new byte[3000]);
            }
        },
        ANOTHER_KIND_OF_FILE {
            @Override
            void to(Path file) throws IOException {
                Files.writeString(file, "apiVersion: gateway.agw/v1alpha1\n".repeat(500));
            }
        },
        TABLE_LOST {
            @Override
            void to(Path file) {
                Raw.run(file, "DROP TABLE outbox");
                Raw.run(file, "DROP TABLE object");
            }
        },
        ROW_LOST {
            @Override
            void to(Path file) {
                Raw.run(file, "DELETE FROM object WHERE id = 'p7'");
            }
        },
        OWNER_CHANGED {
            @Override
            void to(Path file) {
                Raw.run(file, "UPDATE object SET owner = 'admin' WHERE id = 'p7'");
            }
        },
        CONTENT_CHANGED {
            @Override
            void to(Path file) {
                Raw.run(file, "UPDATE content SET tree = '{\"id\":\"p7\"}' WHERE id = 'p7'");
            }
        };

        abstract void to(Path file) throws IOException;

        static void overwrite(Path file, long at, byte[] bytes) throws IOException {
            try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                channel.write(ByteBuffer.wrap(bytes), at);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Damage.class)
    void damagedConfigurationIsSetAsideAndRestoredFromTheBackup(Damage damage) throws IOException {
        var expected = fill(true);
        damage.to(settings.configDatabase());
        var damaged = Files.readAllBytes(settings.configDatabase());

        try (var store = open()) {
            assertThat(store.config().state()).isEqualTo(expected);
            assertThat(store.audit().list(0, 1).getFirst().draft().action())
                    .isEqualTo("store.restored");
        }

        assertThat(setAside("configstore.db.damaged-")).hasSize(1);
        if (!READABLE_BY_SQLITE.contains(damage)) {
            assertThat(Files.readAllBytes(setAside("configstore.db.damaged-").getFirst()))
                    .isEqualTo(damaged);
        }
        try (var store = open()) {
            assertThat(store.config().state()).isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @EnumSource(Damage.class)
    void damagedConfigurationWithoutABackupStopsTheStartAndIsLeftInPlace(Damage damage)
            throws IOException {
        fill(false);
        damage.to(settings.configDatabase());

        assertThatThrownBy(this::open)
                .isInstanceOfSatisfying(
                        StoreException.class, e -> assertThat(e.reason()).isEqualTo(Reason.CORRUPT))
                .hasMessageContaining("configstore.db: damaged (")
                .hasMessageContaining("no usable backup")
                .hasMessageContaining("Nothing was changed");

        assertThat(settings.configDatabase()).exists();
        assertThat(setAside("configstore.db.damaged-")).isEmpty();
    }

    @Test
    void tokensOfLoginsAreInBackupsAndAlteredOnesAreFoundOut() {
        try (var store = open()) {
            store.config().commit(apply("r1", put(Samples.credential("c", ""), PROD, 0)));
            assertThat(store.loginTokens().save("c", new Secret("tokens"), 0)).isPresent();
            store.backup();
        }
        Raw.run(settings.configDatabase(), "UPDATE login_token SET ciphertext = zeroblob(32)");

        try (var store = open()) {
            assertThat(store.loginTokens().find("c"))
                    .hasValueSatisfying(
                            token -> assertThat(token.content()).isEqualTo(new Secret("tokens")));
            assertThat(store.audit().list(0, 1).getFirst().draft().action())
                    .isEqualTo("store.restored");
        }
    }

    @Test
    void damagedBackupIsPassedOverForAnOlderOne() throws IOException {
        var expected = fill(true);
        clock.advance(Duration.ofHours(1));
        Path newer;
        try (var store = open()) {
            store.config().commit(apply("r2", put(object("later", "1"), PROD, 0)));
            newer = store.backup();
        }
        Damage.TRUNCATED.to(newer);
        Damage.HEADER_LOST.to(settings.configDatabase());

        try (var store = open()) {
            assertThat(store.config().state()).isEqualTo(expected);
        }
    }

    @Test
    void restoreCutShortIsFinishedByTheNextStart() throws IOException {
        var expected = fill(true);
        var restored = settings.directory().resolve("configstore.db.restored");
        Path backup;
        try (var files = Files.list(settings.backups())) {
            backup = files.findFirst().orElseThrow();
        }
        Files.copy(backup, restored, StandardCopyOption.REPLACE_EXISTING);
        Files.move(settings.configDatabase(), settings.directory().resolve("aside"));

        try (var store = open()) {
            assertThat(store.config().state()).isEqualTo(expected);
        }
    }

    @Test
    void damagedTelemetryIsSetAsideAndBegunAnew() throws IOException {
        try (var store = open()) {
            store.telemetry().append(List.of(Turns.full(1)));
        }
        Damage.HEADER_LOST.to(settings.telemetryDatabase());

        try (var store = open()) {
            assertThat(store.telemetry().usageCount()).isZero();
            store.telemetry().append(List.of(Turns.full(1)));
        }
        assertThat(setAside("telemetry.db.damaged-")).hasSize(1);
    }

    private List<Path> setAside(String prefix) throws IOException {
        try (var files = Files.list(settings.directory())) {
            return files.filter(file -> file.getFileName().toString().startsWith(prefix)).toList();
        }
    }

    /// Noise anywhere: the start either restores, or refuses and says why, or nothing that matters
    /// was hit and everything is as it was. Never a wrong answer, a hang or a crash.
    @Test
    void noiseAnywhereInTheFileNeverGivesAWrongAnswer() throws IOException {
        var expected = fill(true);
        var good = Files.readAllBytes(settings.configDatabase());
        var random = new Random(20261121);
        int restored = 0;
        for (int round = 0; round < Integer.getInteger("agw.test.mutations", 60); round++) {
            var bytes = good.clone();
            int length = 1 + random.nextInt(round % 2 == 0 ? 4 : 4096);
            int at = random.nextInt(bytes.length - length);
            for (int i = at; i < at + length; i++) {
                bytes[i] = (byte) random.nextInt(256);
            }
            Files.write(settings.configDatabase(), bytes);
            try (var store = open()) {
                assertThat(store.config().state()).as("round %d", round).isEqualTo(expected);
                restored += setAside("configstore.db.damaged-").isEmpty() ? 0 : 1;
            } catch (StoreException e) {
                assertThat(e.reason())
                        .as("round %d: %s", round, e.getMessage())
                        .isIn(Reason.NEWER_SCHEMA, Reason.OTHER);
            }
            for (var aside : setAside("configstore.db.")) {
                Files.delete(aside);
            }
            for (var log : setAside("configstore.db-")) {
                Files.delete(log);
            }
        }
        assertThat(restored).isPositive();
    }

    @Test
    void backupsOfADayAndOfAWeekAreKept() throws IOException {
        try (var store = open()) {
            for (int hour = 0; hour < 24 * 10; hour += 2) {
                clock.advance(Duration.ofHours(2));
                store.backup();
            }
        }

        List<String> names;
        try (var files = Files.list(settings.backups())) {
            names = files.map(file -> file.getFileName().toString()).sorted().toList();
        }
        assertThat(names).hasSize(24 + 4);
        assertThat(names.getLast()).isEqualTo("configstore-20261201T080000000Z.db");
        assertThat(names.getFirst()).startsWith("configstore-20261125T22");
    }

    @Test
    void backupIsMadeWhileOthersWriteAndHoldsOneVersion() throws Exception {
        fill(false);
        try (var store = open()) {
            var writing =
                    Thread.ofPlatform()
                            .start(() -> {
                                for (int i = 0; i < 50; i++) {
                                    store.audit().append(Samples.audit("x", "" + i));
                                }
                            });
            for (int i = 0; i < 5; i++) {
                clock.advance(Duration.ofSeconds(1));
                var backup = store.backup();
                assertThat(Raw.ask(backup, "PRAGMA integrity_check")).isEqualTo("ok");
                assertThat(Raw.ask(backup, "SELECT count(*) - max(audit_id) FROM audit"))
                        .isEqualTo("0");
            }
            writing.join();
        }
    }
}
