package io.agw.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import io.agw.store.ManualClock;
import io.agw.store.Samples;
import io.agw.store.Turns;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A machine that stops: the end of the write-ahead log is cut off or garbled. The store must open
/// to a whole prefix of what was committed.
///
/// 40 mutilations of each kind; `-Dagw.test.mutilations=10000` for the long run.
@Timeout(1200)
final class PowerLossTest {
    private static final int MUTILATIONS = Integer.getInteger("agw.test.mutilations", 40);
    private static final int LAST = 6;

    @TempDir Path temporary;

    private final ManualClock clock = new ManualClock(Turns.START);
    private final Random random = new Random(20261121);
    private StoreSettings settings = StoreSettings.in(Path.of("unset"));
    private byte[] database = new byte[0];
    private byte[] log = new byte[0];

    /// Version 1 is in the file, the others are in the log.
    @BeforeEach
    void commitIntoTheLog() throws IOException {
        settings = StoreSettings.in(temporary.resolve("data"));
        try (var store = SqliteStore.open(settings, clock)) {
            KillChild.apply(store, 1);
        }
        try (var store = SqliteStore.open(settings, clock)) {
            for (int n = 2; n <= LAST; n++) {
                KillChild.apply(store, n);
            }
            database = Files.readAllBytes(settings.configDatabase());
            log = Files.readAllBytes(logFile());
        }
    }

    private Path logFile() {
        return settings.directory().resolve("configstore.db-wal");
    }

    @Test
    void wholeLogHoldsEveryCommit() throws IOException {
        assertThat(openWith(log)).isEqualTo(LAST);
    }

    @Test
    void cutLogOpensToAPrefixOfTheCommits() throws IOException {
        var seen = new TreeSet<Long>();
        for (int i = 0; i < MUTILATIONS; i++) {
            int sectors = log.length / 512;
            int cut =
                    i % 2 == 0
                            ? 512 * (int) ((long) sectors * i / MUTILATIONS)
                            : random.nextInt(log.length);
            seen.add(openWith(Arrays.copyOf(log, cut)));
        }
        assertThat(seen).contains(1L).hasSizeGreaterThan(3);
    }

    @Test
    void garbledLogOpensToAPrefixOfTheCommits() throws IOException {
        var seen = new TreeSet<Long>();
        for (int i = 0; i < MUTILATIONS; i++) {
            var garbled = log.clone();
            int at = random.nextInt(log.length);
            int length = Math.min(1 + random.nextInt(512), log.length - at);
            for (int j = at; j < at + length; j++) {
                garbled[j] = (byte) random.nextInt(256);
            }
            seen.add(openWith(garbled));
        }
        assertThat(seen).hasSizeGreaterThan(3);
    }

    /// The number that all objects carry once the store has opened with that log.
    private long openWith(byte[] mutilated) throws IOException {
        Files.write(settings.configDatabase(), database);
        Files.deleteIfExists(settings.directory().resolve("configstore.db-shm"));
        Files.write(logFile(), mutilated);
        try (var store = SqliteStore.open(settings, clock)) {
            var numbers =
                    store.config().state().objects().values().stream()
                            .map(held -> store.config().reveal(held.current()))
                            .flatMap(KillChild::numbers)
                            .collect(Collectors.toSet());
            assertThat(numbers).hasSize(1);
            long number = Long.parseLong(numbers.iterator().next());
            assertThat(store.config().state().version()).isEqualTo(number);
            assertThat(store.revisions().list(Samples.PROD, 1))
                    .extracting(revision -> revision.draft().revision())
                    .isEqualTo(List.of("r" + number));
            assertThat(store.audit().firstBroken()).isEmpty();
            return number;
        }
    }
}
