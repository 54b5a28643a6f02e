package io.agw.store.sqlite;

import static io.agw.store.Samples.PROD;
import static io.agw.store.Samples.apply;
import static io.agw.store.Samples.given;
import static io.agw.store.Samples.held;
import static io.agw.store.Samples.object;
import static io.agw.store.Samples.put;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agw.store.StoreException;
import io.agw.store.StoreException.Reason;
import io.agw.store.Turns;
import io.agw.store.secret.KeyFile;
import io.agw.store.secret.KeyRing;
import io.agw.store.secret.MasterKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
final class OpeningTest extends OnDisk {
    private void assertRefused(Reason reason, String... texts) {
        assertThatThrownBy(this::open)
                .isInstanceOfSatisfying(
                        StoreException.class, e -> assertThat(e.reason()).isEqualTo(reason))
                .satisfies(e -> assertThat(e.getMessage()).contains(texts));
    }

    @Test
    void everythingIsAsItWasAfterReopening() {
        open().close();
        try (var store = open()) {
            store.config()
                    .commit(apply("r1", put(object("a", "1", given("${K}", "s3cret")), PROD, 0)));
            store.telemetry().append(List.of(Turns.full(1)));
        }
        try (var store = open()) {
            var state = store.config().state();
            assertThat(state.version()).isEqualTo(1);
            assertThat(store.config().reveal(held(state, "a").current()))
                    .isEqualTo(object("a", "1", given("${K}", "s3cret")));
            assertThat(store.config().timestamps(held(state, "a").key())).isPresent();
            assertThat(store.revisions().list(PROD, 9)).hasSize(1);
            assertThat(store.audit().firstBroken()).isEmpty();
            assertThat(store.outbox().lastId()).isEqualTo(1);
            assertThat(store.telemetry().usageCount()).isEqualTo(1);
        }
    }

    @Test
    void closingLeavesNoLogAndNoPid() throws IOException {
        try (var store = open()) {
            store.config().commit(apply("r1", put(object("a", "1"), PROD, 0)));
        }

        try (var files = Files.list(settings.directory())) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder(
                            "configstore.db",
                            "ledger.db",
                            "telemetry.db",
                            "master.key",
                            "store.lock");
        }
    }

    @Test
    void everyFileIsForTheGatewaysUserAlone() throws IOException {
        try (var store = open()) {
            store.config().commit(apply("r1", put(object("a", "1"), PROD, 0)));
            store.backup();
            assertPrivate();
        }
    }

    private void assertPrivate() throws IOException {
        try (var files = Files.walk(settings.directory())) {
            for (var file : files.toList()) {
                assertThat(mode(file))
                        .as(file.toString())
                        .isEqualTo(Files.isDirectory(file) ? "rwx------" : "rw-------");
            }
        }
    }

    @Test
    void whatIsFoundWiderIsNarrowed() throws IOException {
        open().close();
        // what else a gateway keeps there
        Files.createDirectory(
                settings.directory().resolve("git"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        PrivateFiles.createPrivate(settings.directory().resolve("admin-account"));
        PrivateFiles.createPrivate(settings.directory().resolve("admin-credentials"));
        Files.setPosixFilePermissions(
                settings.directory(), PosixFilePermissions.fromString("rwxr-xr-x"));
        for (var file :
                List.of(
                        settings.configDatabase(),
                        settings.telemetryDatabase(),
                        settings.masterKey())) {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-r--"));
        }

        open().close();

        assertPrivate();
    }

    @Test
    void directoryWithOtherThingsInItIsLeftAsItIs() throws IOException {
        Files.createDirectories(settings.directory());
        Files.writeString(settings.directory().resolve("thesis.txt"), "mine");
        Files.setPosixFilePermissions(
                settings.directory(), PosixFilePermissions.fromString("rwxr-xr-x"));

        open().close();

        assertThat(mode(settings.directory())).isEqualTo("rwxr-xr-x");
        assertThat(mode(settings.configDatabase())).isEqualTo("rw-------");
    }

    private static String mode(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a.db?journal_mode=off",
                ":memory:",
                ":resource:http://example.com/x.db",
                "file:a.db",
                "a.db#x",
                "jdbc:sqlite:a.db",
                "a\n.db"
            })
    void pathThatIsMoreThanAPathIsRefused(String name) {
        var odd =
                new StoreSettings(
                        Path.of(name),
                        settings.telemetryDatabase(),
                        settings.masterKey(),
                        true,
                        settings.retention());

        assertThatThrownBy(() -> SqliteStore.open(odd, clock))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("store path:");
    }

    @Test
    void connectionsHaveThePragmasThatTheStoreReliesOn() throws SQLException {
        open().close();
        for (var access : SqliteSource.Access.values()) {
            try (var connection =
                    new SqliteSource(settings.configDatabase(), access).getConnection()) {
                assertThat(SqliteSource.unmet(connection)).isEmpty();
                assertThat(Sql.pragma(connection, "query_only"))
                        .isEqualTo(access == SqliteSource.Access.READ ? "1" : "0");
                assertThatThrownBy(() -> Sql.script(connection, "ATTACH ':memory:' AS other"))
                        .isInstanceOf(SQLException.class);
            }
        }
    }

    @Test
    void oldSqliteIsRefused() {
        for (var old : List.of("3.53.1", "3.51.2", "3.9.0", "2.8.17")) {
            assertThatThrownBy(() -> SqliteVersion.require(old))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("SQLite: " + old + " (expected: 3.53.2 or newer");
        }
        SqliteVersion.require("3.53.2");
        SqliteVersion.require("3.100.0");
        SqliteVersion.requireFloor();
    }

    @Test
    void newerSchemaIsRefusedAndUntouched() throws IOException {
        open().close();
        Raw.run(settings.configDatabase(), "PRAGMA user_version=7");
        var before = Files.readAllBytes(settings.configDatabase());

        assertRefused(
                Reason.NEWER_SCHEMA,
                "schema 7 (expected: at most " + Schema.CONFIG.version() + ")");

        assertThat(Files.readAllBytes(settings.configDatabase())).isEqualTo(before);
    }

    @Test
    void databaseOfAnotherProgramIsRefusedAndUntouched() throws IOException {
        Files.createDirectories(settings.directory());
        Raw.run(settings.configDatabase(), "CREATE TABLE t (x)", "INSERT INTO t VALUES (1)");
        makeKey(settings.masterKey());
        var before = Files.readAllBytes(settings.configDatabase());

        assertRefused(Reason.OTHER, "application id 0 (expected: the gateway's own");

        assertThat(Files.readAllBytes(settings.configDatabase())).isEqualTo(before);
    }

    private static void makeKey(Path keyFile) throws IOException {
        var key = MasterKey.generate(new SecureRandom());
        new KeyFile(keyFile).write(new KeyRing(List.of(key)));
    }

    @Test
    void migrationCopiesTheDatabaseFirstAndKeepsItsRows() throws IOException {
        try (var store = open()) {
            store.config().commit(apply("r1", put(object("a", "1"), PROD, 0)));
        }
        var file = settings.configDatabase();
        var before = Raw.dump(file);
        int version = Schema.CONFIG.version();

        migrate(oneMore("test-next-adds.sql"));

        assertThat(Raw.ask(file, "PRAGMA user_version")).isEqualTo("" + (version + 1));
        assertThat(Raw.ask(file, "SELECT count(*) FROM added_by_test")).isEqualTo("0");
        try (var copies = Files.list(settings.backups())) {
            var copy = copies.toList().getFirst();
            assertThat(copy.getFileName().toString())
                    .startsWith("before-migration-configstore-" + version + "-");
            assertThat(Raw.dump(copy)).isEqualTo(before);
        }
    }

    @Test
    void migrationThatFailsChangesNothing() {
        open().close();
        var file = settings.configDatabase();
        var before = Raw.dump(file);

        assertThatThrownBy(() -> migrate(oneMore("test-next-fails.sql")))
                .isInstanceOf(RuntimeException.class);

        assertThat(Raw.ask(file, "PRAGMA user_version")).isEqualTo("" + Schema.CONFIG.version());
        assertThat(Raw.dump(file)).isEqualTo(before);
        open().close();
    }

    /// Today's schema with a migration more.
    private static Schema oneMore(String migration) {
        var all = new ArrayList<>(Schema.CONFIG.migrations());
        all.add(migration);
        return new Schema("test", Schema.CONFIG.applicationId(), Schema.CONFIG.pageSize(), all);
    }

    private void migrate(Schema schema) {
        var backups = new Backups(settings.backups(), settings.configDatabase(), clock);
        new Opening<>(settings.configDatabase(), schema, new NoContent(), backups, true, clock)
                .open();
    }

    @Test
    void secondOpeningInTheSameProcessIsRefusedAndTheFirstStaysLocked() {
        try (var store = open()) {
            for (int i = 0; i < 2; i++) {
                assertRefused(
                        Reason.BUSY,
                        "store.lock: process " + ProcessHandle.current().pid(),
                        "has this store open (expected: one process for each data directory)");
            }
            assertThat(store.config().state().version()).isZero();
        }
        open().close();
    }

    @Test
    void halfMadeDatabaseOfAKilledFirstStartIsMadeAgain() throws IOException {
        Files.createDirectories(settings.directory());
        Files.write(settings.directory().resolve("configstore.db.new"), new byte[100]);

        try (var store = open()) {
            assertThat(store.config().state().version()).isZero();
        }
    }

    @Test
    void closedStoreSaysSo() {
        var store = open();
        store.close();

        assertThatThrownBy(() -> store.audit().list(0, 1))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("the store is closed");
    }
}
