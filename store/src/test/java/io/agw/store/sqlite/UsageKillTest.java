package io.agw.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import io.agw.store.ChainVerdict;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// SIGKILL while turns are written, sealed, rolled up and removed: what is left is proven each
/// time, and holds every turn of which it was said that it is written.
///
/// 50 kills, see {@link TwoStores}.
@Timeout(value = 1, unit = TimeUnit.HOURS)
final class UsageKillTest {
    private static final long SEED = 20261128;

    @TempDir Path temporary;

    @Test
    void theChainIsWholeAfterEachKill() throws Exception {
        TwoStores.kill((store, kills) ->
                kill(
                        StoreSettings.in(temporary.resolve("data-" + store)),
                        new Random(SEED + store),
                        kills));
    }

    private static void kill(StoreSettings settings, Random random, int kills) throws Exception {
        long said = 0;
        for (int kill = 0; kill < kills; kill++) {
            said = Math.max(said, killed(start(settings.directory()), random));
            try (var store = SqliteStore.open(settings, InstantSource.system())) {
                long last = said;
                assertThat(store.telemetry().proven())
                        .isInstanceOfSatisfying(
                                ChainVerdict.Whole.class,
                                whole -> assertThat(whole.headId()).isGreaterThanOrEqualTo(last));
            }
        }
        // every turn that was ever written is in the roll-ups of its hours, also those that went
        var file = settings.telemetryDatabase();
        assertThat(Raw.ask(file, "SELECT sum(requests) FROM usage_hour"))
                .isEqualTo(Raw.ask(file, "SELECT head_id FROM usage_chain"));
        assertThat(said).isGreaterThan(kills);
    }

    private static Process start(Path directory) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xshare:auto",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-Xmx64m",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        UsageKillChild.class.getName(),
                        directory.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    /// The last id that the child has said.
    private static long killed(Process child, Random random) throws Exception {
        long last;
        try (BufferedReader out = child.inputReader()) {
            var first = out.readLine();
            assertThat(first).as("first line of the child").isNotNull();
            last = Long.parseLong(first);
            LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(random.nextInt(100_000)));
            child.toHandle().destroyForcibly();
            for (var line = out.readLine(); line != null; line = out.readLine()) {
                // the last line may have been cut, to a smaller number
                last = Math.max(last, Long.parseLong(line));
            }
        }
        assertThat(child.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return last;
    }
}
