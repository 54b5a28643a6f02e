package io.agw.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agw.store.ManualClock;
import io.agw.store.Samples;
import io.agw.store.Store;
import io.agw.store.StoreException;
import io.agw.store.Turns;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// SIGKILL at any moment. A child process applies, prints what was acknowledged, and is killed; the
/// store must then hold exactly one whole revision, no older than the last acknowledged one.
///
/// 50 kills, of two stores at a time, so that a child has a processor to itself where there are
/// two; `-Dagw.test.kills=1000` for the long run.
@Timeout(value = 6, unit = TimeUnit.HOURS)
final class KillTest {
    private static final long SEED = 20261121;

    @TempDir Path temporary;

    private final ManualClock clock = new ManualClock(Turns.START);

    @Test
    void killedApplyIsWholeOrAbsentAndNoAcknowledgedOneIsLost() throws Exception {
        TwoStores.kill(
                (store, kills) -> new Victim("data-" + store, SEED + store).killApplies(kills));
    }

    @Test
    void killedRekeyLeavesEverySecretReadable() throws Exception {
        var victim = new Victim("data", SEED);
        try (var store = SqliteStore.open(victim.settings, clock)) {
            KillChild.apply(store, 1);
        }
        for (int kill = 0; kill < Math.max(5, TwoStores.KILLS / 10); kill++) {
            victim.killed(victim.start("rekey"), false);
            victim.verify(1);
        }
    }

    @Test
    void storeOfAnotherProcessIsRefusedNamingItAndIsFreeOnceThatIsKilled() throws Exception {
        var victim = new Victim("data", SEED);
        var child = victim.start("apply");
        try (BufferedReader out = child.inputReader()) {
            assertThat(out.readLine()).isNotNull();

            assertThatThrownBy(() -> SqliteStore.open(victim.settings, clock))
                    .isInstanceOfSatisfying(
                            StoreException.class,
                            e -> assertThat(e.reason()).isEqualTo(StoreException.Reason.BUSY))
                    .hasMessageContaining("process " + child.pid() + " has this store open");
        } finally {
            child.toHandle().destroyForcibly();
            child.waitFor();
        }
        victim.verify(1);
    }

    /// A store whose process is killed again and again.
    private final class Victim {
        private final StoreSettings settings;
        private final Random random;

        Victim(String directory, long seed) {
            settings = StoreSettings.in(temporary.resolve(directory));
            random = new Random(seed);
        }

        void killApplies(int kills) throws Exception {
            long acknowledged = 0;
            for (int kill = 0; kill < kills; kill++) {
                var child = start("apply");
                // now and then in the middle of the start, mostly in the middle of the work
                acknowledged = Math.max(acknowledged, killed(child, kill % 10 == 9));
                acknowledged = Math.max(acknowledged, verify(acknowledged));
                if ((kill + 1) % 50 == 0) {
                    System.out.println(
                            Instant.now() + ": killed " + (kill + 1) + " times at " + acknowledged);
                }
            }
            assertThat(acknowledged).isGreaterThan(kills);
        }

        private Process start(String work) throws IOException {
            return new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                            "-Xshare:auto",
                            "-XX:+UseSerialGC",
                            "-XX:TieredStopAtLevel=1",
                            "-Xmx64m",
                            "--enable-native-access=ALL-UNNAMED",
                            "-cp",
                            System.getProperty("java.class.path"),
                            KillChild.class.getName(),
                            work,
                            settings.directory().toString())
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
        }

        /// Kills a child up to 50 ms after its first sign of work, or up to 500 ms after its birth.
        /// Returns the last number that it acknowledged.
        private long killed(Process child, boolean early) throws Exception {
            var lines = new ArrayList<String>();
            try (BufferedReader out = child.inputReader()) {
                if (early) {
                    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(random.nextInt(500)));
                } else {
                    var first = out.readLine();
                    assertThat(first).as("first line of the child").isNotNull();
                    lines.add(first);
                    LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(random.nextInt(50_000)));
                }
                // of the handle, because the process would close its output with what is left in it
                child.toHandle().destroyForcibly();
                out.lines().forEach(lines::add);
            }
            assertThat(child.waitFor(60, TimeUnit.SECONDS)).isTrue();
            // the last line may have been cut in the middle of its number
            return lines.stream()
                    .filter(line -> line.matches("\\d+ ok"))
                    .mapToLong(line -> Long.parseLong(line.substring(0, line.indexOf(' '))))
                    .max()
                    .orElse(0);
        }

        private long verify(long acknowledged) {
            try (var store = SqliteStore.open(settings, clock)) {
                var numbers = numbers(store);
                assertThat(numbers).as("numbers of all objects").hasSizeLessThanOrEqualTo(1);
                long applied = numbers.isEmpty() ? 0 : Long.parseLong(numbers.getFirst());
                assertThat(applied).isGreaterThanOrEqualTo(acknowledged);
                assertThat(store.config().state().version()).isEqualTo(applied);
                assertThat(store.outbox().lastId()).isEqualTo(applied);
                assertThat(store.revisions().list(Samples.PROD, 1))
                        .extracting(revision -> revision.draft().revision())
                        .isEqualTo(applied == 0 ? List.of() : List.of("r" + applied));
                assertThat(store.audit().firstBroken()).isEmpty();
                assertThat(Raw.ask(settings.configDatabase(), "PRAGMA integrity_check"))
                        .isEqualTo("ok");
                return applied;
            }
        }

        /// The different numbers that the objects carry in field and secret; one when nothing is
        /// mixed.
        private static List<String> numbers(Store store) {
            return store.config().state().objects().values().stream()
                    .map(held -> store.config().reveal(held.current()))
                    .flatMap(KillChild::numbers)
                    .collect(Collectors.toSet())
                    .stream()
                    .toList();
        }
    }
}
