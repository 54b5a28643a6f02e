package io.agw.store.sqlite;

import static io.agw.store.Samples.PROD;
import static io.agw.store.Samples.apply;
import static io.agw.store.Samples.given;
import static io.agw.store.Samples.held;
import static io.agw.store.Samples.object;
import static io.agw.store.Samples.provider;
import static io.agw.store.Samples.put;
import static org.assertj.core.api.Assertions.assertThat;

import io.agw.store.Changeset;
import io.agw.store.Commit;
import io.agw.store.ManualClock;
import io.agw.store.Store;
import io.agw.store.StoreException;
import io.agw.store.Turns;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A database error at every single row that an apply writes.
@Timeout(120)
final class WriteFaultTest {
    @TempDir Path directory;

    private final ManualClock clock = new ManualClock(Turns.START);

    @Test
    void errorAtAnyWriteLeavesTheStoreAsItWasAndTheNextAttemptSucceeds() {
        var settings = StoreSettings.in(directory.resolve("data"));
        var file = settings.configDatabase();
        int writes = 0;
        try (var store = SqliteStore.open(settings, clock)) {
            store.config()
                    .commit(
                            apply(
                                    "r1",
                                    put(object("a", "1", given("${K}", "one")), PROD, 0),
                                    put(object("b", "1"), PROD, 0)));
            WriteFaults.arm(file);
            var stateBefore = store.config().state();
            var before = Raw.dump(file);

            while (!succeeds(store, file, writes)) {
                assertThat(store.config().state()).isSameAs(stateBefore);
                assertThat(Raw.dump(file))
                        .as("after a fault at write %d", writes)
                        .isEqualTo(before);
                writes++;
            }

            assertThat(store.config().state().version()).isEqualTo(2);
            assertThat(held(store.config().state(), "c").current()).isEqualTo(object("c", "1"));
        }
        assertThat(writes).as("rows that the apply writes").isGreaterThan(10);
        assertThat(Raw.ask(file, "PRAGMA integrity_check")).isEqualTo("ok");
    }

    private static boolean succeeds(Store store, Path file, int faultAfter) {
        WriteFaults.after(file, faultAfter);
        var state = store.config().state();
        try {
            var commit =
                    store.config()
                            .commit(
                                    apply(
                                            "r2",
                                            put(
                                                    object("a", "2", given("${K}", "two")),
                                                    PROD,
                                                    held(state, "a").resourceVersion()),
                                            new Changeset.Remove(
                                                    provider("b"),
                                                    held(state, "b").resourceVersion()),
                                            put(object("c", "1"), PROD, 0)));
            assertThat(commit).isInstanceOf(Commit.Done.class);
            return true;
        } catch (StoreException e) {
            assertThat(e.reason()).isEqualTo(StoreException.Reason.OTHER);
            return false;
        }
    }
}
