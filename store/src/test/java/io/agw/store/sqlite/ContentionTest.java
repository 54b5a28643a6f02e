package io.agw.store.sqlite;

import static io.agw.store.Samples.PROD;
import static io.agw.store.Samples.apply;
import static io.agw.store.Samples.object;
import static io.agw.store.Samples.put;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agw.store.Commit;
import io.agw.store.ManualClock;
import io.agw.store.Samples;
import io.agw.store.Turns;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.util.ArrayList;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Others at the same file, inside the process and outside.
@Timeout(60)
final class ContentionTest {
    @TempDir Path temporary;

    private final ManualClock clock = new ManualClock(Turns.START);

    @Test
    void writeWaitsForAProgramThatHoldsTheDatabaseLocked() throws Exception {
        var settings = StoreSettings.in(temporary.resolve("data"));
        try (var store = SqliteStore.open(settings, clock);
                var shell =
                        DriverManager.getConnection("jdbc:sqlite:" + settings.configDatabase());
                var thread = Executors.newVirtualThreadPerTaskExecutor()) {
            Sql.script(shell, "BEGIN IMMEDIATE");
            var commit =
                    thread.submit(() ->
                            store.config().commit(apply("r1", put(object("a", "1"), PROD, 0))));
            assertThatThrownBy(() -> commit.get(300, TimeUnit.MILLISECONDS))
                    .isInstanceOf(TimeoutException.class);
            assertThat(store.audit().list(0, 1)).as("readers do not wait").isEmpty();

            Sql.script(shell, "ROLLBACK");

            assertThat(commit.get()).isInstanceOf(Commit.Done.class);
        }
    }

    @Test
    void manyReadersAndAWriterNeverSeeALockedDatabase() throws Exception {
        try (var store = SqliteStore.open(StoreSettings.in(temporary.resolve("data")), clock);
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var writing = new AtomicBoolean(true);
            var readers = new ArrayList<Callable<Integer>>();
            for (int i = 0; i < 32; i++) {
                readers.add(() -> {
                    int reads = 0;
                    do {
                        // ids have no gaps, so one read sees one state
                        var page = store.audit().list(0, 5);
                        for (int j = 1; j < page.size(); j++) {
                            assertThat(page.get(j).id()).isEqualTo(page.get(j - 1).id() - 1);
                        }
                        reads++;
                    } while (writing.get());
                    return reads;
                });
            }
            var reads = readers.stream().map(threads::submit).toList();
            for (int i = 0; i < 200; i++) {
                store.audit().append(Samples.audit("provider.update", "p" + i));
            }
            writing.set(false);

            for (var read : reads) {
                assertThat(read.get()).isPositive();
            }
            assertThat(store.audit().list(0, 1).getFirst().id()).isEqualTo(200);
        }
    }

    @Test
    void interruptedCallerLearnsWhatBecameOfItsWriteAndStaysInterrupted() throws Exception {
        try (var store = SqliteStore.open(StoreSettings.in(temporary.resolve("data")), clock);
                var thread = Executors.newVirtualThreadPerTaskExecutor()) {
            var commit =
                    thread.submit(() -> {
                        Thread.currentThread().interrupt();
                        store.config().commit(apply("r1", put(object("a", "1"), PROD, 0)));
                        return Thread.currentThread().isInterrupted();
                    });

            assertThat(commit.get()).isTrue();
            assertThat(store.config().state().version()).isEqualTo(1);
        }
    }
}
