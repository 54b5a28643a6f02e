package io.agw.store.sqlite;

import static io.agw.store.Samples.PROD;
import static io.agw.store.Samples.apply;
import static io.agw.store.Samples.given;
import static io.agw.store.Samples.held;
import static io.agw.store.Samples.object;
import static io.agw.store.Samples.put;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agw.bundle.model.Secret;
import io.agw.store.Changeset;
import io.agw.store.Samples;
import io.agw.store.Store;
import io.agw.store.StoreException;
import io.agw.store.StoreException.Reason;
import io.agw.store.secret.KeyFile;
import io.agw.store.secret.KeyRing;
import io.agw.store.secret.MasterKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What the store does with a master key that is there, missing, wrong or on its way out.
@Timeout(60)
final class MasterKeyTest extends OnDisk {
    private void fill() {
        try (var store = open()) {
            var writes = new ArrayList<Changeset.Put>();
            for (int i = 0; i < 20; i++) {
                writes.add(put(object("p" + i, "1", given("${K}", "old " + i)), PROD, 0));
            }
            store.config().commit(apply("r1", writes));
            var state = store.config().state();
            store.config()
                    .commit(
                            apply(
                                    "r2",
                                    put(
                                            object("p0", "2", given("${K}", "new 0")),
                                            PROD,
                                            held(state, "p0").resourceVersion())));
            store.config().commit(apply("r3", put(Samples.credential("c", ""), PROD, 0)));
            assertThat(store.loginTokens().save("c", new Secret("tokens"), 0)).isPresent();
        }
    }

    private void assertReadable(Store store) {
        var state = store.config().state();
        for (int i = 1; i < 20; i++) {
            assertThat(store.config().reveal(held(state, "p" + i).current()))
                    .isEqualTo(object("p" + i, "1", given("${K}", "old " + i)));
        }
        assertThat(store.loginTokens().find("c"))
                .hasValueSatisfying(
                        token -> assertThat(token.content()).isEqualTo(new Secret("tokens")));
        var first = store.revisions().list(PROD, 9).getLast();
        var recorded = store.revisions().objects(first.id()).orElseThrow().getFirst().object();
        assertThat(store.config().reveal(recorded))
                .isEqualTo(object("p0", "1", given("${K}", "old 0")));
        assertThat(store.audit().firstBroken()).isEmpty();
    }

    @Test
    void missingKeyStopsTheStartAndNoOtherIsMade() throws IOException {
        fill();
        Files.delete(settings.masterKey());

        assertThatThrownBy(this::open)
                .isInstanceOfSatisfying(
                        StoreException.class,
                        e -> assertThat(e.reason()).isEqualTo(Reason.WRONG_MASTER_KEY))
                .hasMessageContaining("master.key: missing")
                .hasMessageContaining("cannot be read by anyone");
        assertThat(settings.masterKey()).doesNotExist();
    }

    @Test
    void wrongKeyStopsTheStartAndNamesBoth() throws IOException {
        fill();
        var file = new KeyFile(settings.masterKey());
        var right = file.read().first();
        var wrong = MasterKey.generate(new SecureRandom());
        file.write(new KeyRing(List.of(wrong)));
        var before = Raw.dump(settings.configDatabase());

        assertThatThrownBy(this::open)
                .isInstanceOfSatisfying(
                        StoreException.class,
                        e -> assertThat(e.reason()).isEqualTo(Reason.WRONG_MASTER_KEY))
                .hasMessageContaining("holds master key " + wrong.id())
                .hasMessageContaining("expected: " + right.id());
        assertThat(Raw.dump(settings.configDatabase())).isEqualTo(before);

        file.write(new KeyRing(List.of(right)));
        try (var store = open()) {
            assertReadable(store);
        }
    }

    @Test
    void providedKeyFileIsNeverMade() {
        var provided = settings.withMasterKey(temporary.resolve("provided.key"));

        assertThatThrownBy(() -> SqliteStore.open(provided, clock))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("provided.key: missing");
        assertThat(provided.masterKey()).doesNotExist();
        assertThat(provided.configDatabase()).doesNotExist();
    }

    @Test
    void rekeyTakesEverythingToANewKeyAndForgetsTheOld() throws IOException {
        fill();
        var file = new KeyFile(settings.masterKey());
        var old = file.read().first();
        String digest;
        try (var store = open()) {
            digest = store.config().digest(new Secret("old 1"));
        }

        SqliteStore.rekey(settings, clock);

        assertThat(file.read().keys()).hasSize(1).doesNotContain(old);
        try (var store = open()) {
            assertReadable(store);
            assertThat(store.config().digest(new Secret("old 1"))).isNotEqualTo(digest);
            var entry = store.audit().list(0, 1).getFirst().draft();
            assertThat(entry.action()).isEqualTo("store.rekey");
            assertThat(entry.detailJson())
                    .contains(old.id())
                    .contains("\"secrets\":22")
                    .contains("\"auditBrokenAt\":null");
        }
        assertThat(
                        Raw.ask(
                                settings.configDatabase(),
                                "SELECT count(*) FROM secret WHERE key_id = '" + old.id() + "'"))
                .isEqualTo("0");
    }

    /// The two moments at which a rekey can be cut short, as the key file and the database then
    /// are.
    @Test
    void rekeyCutShortBeforeTheDatabaseIsFinishedByTheNextStart() throws IOException {
        fill();
        var file = new KeyFile(settings.masterKey());
        var old = file.read().first();
        var fresh = MasterKey.generate(new SecureRandom());
        file.write(new KeyRing(List.of(fresh, old)));

        try (var store = open()) {
            assertReadable(store);
        }

        file.write(new KeyRing(List.of(fresh)));
        try (var store = open()) {
            assertReadable(store);
        }
    }

    @Test
    void rekeyCutShortAfterTheDatabaseNeedsNothingMore() throws IOException {
        fill();
        var file = new KeyFile(settings.masterKey());
        var old = file.read().first();
        SqliteStore.rekey(settings, clock);
        var fresh = file.read().first();
        file.write(new KeyRing(List.of(fresh, old)));

        try (var store = open()) {
            assertReadable(store);
        }
    }

    @Test
    void rekeyThatFailsInTheMiddleLeavesEverythingUnderTheOldKey() {
        fill();
        Raw.run(
                settings.configDatabase(),
                """
                CREATE TRIGGER fault BEFORE UPDATE ON secret WHEN old.id = 'p7'
                BEGIN SELECT RAISE(ABORT, 'injected'); END
                """);

        assertThatThrownBy(() -> SqliteStore.rekey(settings, clock))
                .isInstanceOf(StoreException.class);
        assertThatThrownBy(this::open).isInstanceOf(StoreException.class);

        Raw.run(settings.configDatabase(), "DROP TRIGGER fault");
        try (var store = open()) {
            assertReadable(store);
        }
    }

    @Test
    void rekeyDoesNotWashAForgedAuditLogClean() {
        fill();
        Raw.run(
                settings.configDatabase(),
                "DROP TRIGGER audit_is_not_changed",
                "UPDATE audit SET actor = 'nobody' WHERE audit_id = 1");

        SqliteStore.rekey(settings, clock);

        try (var store = open()) {
            assertThat(store.audit().list(0, 1).getFirst().draft().detailJson())
                    .contains("\"auditBrokenAt\":1");
        }
    }

    @Test
    void alteredAuditLogIsFoundOut() {
        var file = settings.configDatabase();
        for (var forgery :
                List.of(
                        "UPDATE audit SET actor = 'nobody' WHERE audit_id = 2",
                        "UPDATE audit SET at_ms = at_ms + 1 WHERE audit_id = 2",
                        "DELETE FROM audit WHERE audit_id = 2",
                        "DELETE FROM audit WHERE audit_id = 5",
                        "UPDATE audit SET seal = zeroblob(32) WHERE audit_id = 5")) {
            settings = StoreSettings.in(temporary.resolve("d" + forgery.hashCode()));
            file = settings.configDatabase();
            try (var store = open()) {
                for (int i = 0; i < 5; i++) {
                    store.audit().append(Samples.audit("provider.update", "p" + i));
                }
                assertThat(store.audit().firstBroken()).isEmpty();
            }
            Raw.run(
                    file,
                    "DROP TRIGGER audit_is_not_changed",
                    "DROP TRIGGER audit_is_not_deleted",
                    forgery);
            try (var store = open()) {
                assertThat(store.audit().firstBroken()).as(forgery).isPresent();
            }
        }
    }

    @Test
    void auditEntriesCannotBeChangedByPlainSql() {
        try (var store = open()) {
            store.audit().append(Samples.audit("login", "alice"));
        }

        for (var sql : List.of("DELETE FROM audit", "UPDATE audit SET actor = 'x'")) {
            assertThatThrownBy(() -> Raw.run(settings.configDatabase(), sql))
                    .hasMessageContaining("audit entries are never");
        }
    }

    @Test
    void swappedCiphertextsAreRejected() {
        fill();
        var file = settings.configDatabase();
        Raw.run(
                file,
                """
                UPDATE secret SET (nonce, ciphertext, digest) =
                    (SELECT nonce, ciphertext, digest FROM secret WHERE id = 'p2')
                WHERE id = 'p1'
                """);

        assertThatThrownBy(this::open)
                .isInstanceOfSatisfying(
                        StoreException.class, e -> assertThat(e.reason()).isEqualTo(Reason.CORRUPT))
                .hasMessageContaining("[secret, provider, p1, 1, /api_key]")
                .hasMessageContaining("altered or moved");
    }

    @Test
    void noSecretIsInAnyFileInPlainText() throws IOException {
        var canaries = new ArrayList<String>();
        try (var store = SqliteStore.open(settings, clock)) {
            for (int i = 0; i < 200; i++) {
                var canary = "canary-%08x".formatted(i * 2_654_435_761L & 0xffffffffL);
                canaries.add(canary);
                var known = store.config().state().find(Samples.provider("p" + i % 20));
                store.config()
                        .commit(
                                apply(
                                        "r" + i,
                                        put(
                                                object("p" + i % 20, "" + i, given(null, canary)),
                                                PROD,
                                                known.map(held -> held.resourceVersion())
                                                        .orElse(0L))));
            }
            store.backup();
            assertNoneIn(settings.directory(), canaries);
        }
        SqliteStore.rekey(settings, clock);
        assertNoneIn(settings.directory(), canaries);
    }

    private static void assertNoneIn(Path directory, List<String> canaries) throws IOException {
        try (var files = Files.walk(directory)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                var bytes = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
                for (var canary : canaries) {
                    assertThat(bytes.contains(canary)).as("%s in %s", canary, file).isFalse();
                }
            }
        }
    }
}
