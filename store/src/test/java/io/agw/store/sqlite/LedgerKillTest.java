package io.agw.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import io.agw.store.Ledger.Purse;
import io.agw.store.Ledger.Sum;
import io.agw.store.ManualClock;
import io.agw.store.PauseRecords.Pause;
import io.agw.store.Turns;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// SIGKILL while budgets are charged. A child process holds and ends turns, each for a purse of its
/// own, and says so before it goes on: every turn of which it said that something was held must
/// have been charged, what it used or what was held for it, and never both. It pauses agents
/// besides: each of which it said so must be paused.
///
/// 50 kills, see {@link TwoStores}.
@Timeout(value = 1, unit = TimeUnit.HOURS)
final class LedgerKillTest {
    private static final long SEED = 20261127;

    @TempDir Path temporary;

    @Test
    void noTurnThatWasHeldIsLostAndNoneIsChargedTwice() throws Exception {
        TwoStores.kill((store, kills) ->
                kill(
                        StoreSettings.in(temporary.resolve("data-" + store)),
                        new Random(SEED + store),
                        kills));
    }

    private static void kill(StoreSettings settings, Random random, int kills) throws Exception {
        var held = new HashSet<String>();
        var paused = new HashSet<String>();
        for (int kill = 0; kill < kills; kill++) {
            var lines = killed(start(settings.directory(), kill), random);
            held.addAll(said(lines, " held"));
            paused.addAll(said(lines, " paused"));
            verify(settings, held, paused);
        }
        assertThat(paused).hasSizeGreaterThan(kills);
        assertThat(held).hasSizeGreaterThan(kills);
    }

    private static void verify(StoreSettings settings, Set<String> held, Set<String> paused) {
        Map<Purse, Sum> first;
        try (var store = SqliteStore.open(settings, new ManualClock(Turns.START))) {
            first = store.ledger().open().totals();
            assertThat(store.ledger().open().totals()).as("opened again").isEqualTo(first);
            var agents = store.pauses().pauses().stream().map(Pause::id).toList();
            assertThat(agents).as("paused before the kill").containsAll(paused);
            assertThat(Raw.ask(settings.ledgerDatabase(), "PRAGMA integrity_check"))
                    .isEqualTo("ok");
        }
        var charged = new HashMap<String, Sum>();
        first.forEach((purse, sum) -> charged.put(purse.holder(), sum));
        assertThat(charged.keySet()).containsAll(held);
        charged.forEach((turn, sum) ->
                assertThat(sum).as(turn).isIn(LedgerKillChild.used(turn), LedgerKillChild.HELD));
    }

    private static Process start(Path directory, int kill) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xshare:auto",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-Xmx64m",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        LedgerKillChild.class.getName(),
                        directory.toString(),
                        Integer.toString(kill))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private static List<String> killed(Process child, Random random) throws Exception {
        var lines = new ArrayList<String>();
        try (BufferedReader out = child.inputReader()) {
            var first = out.readLine();
            assertThat(first).as("first line of the child").isNotNull();
            lines.add(first);
            LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(random.nextInt(50_000)));
            child.toHandle().destroyForcibly();
            out.lines().forEach(lines::add);
        }
        assertThat(child.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return lines;
    }

    /// Names of which the child said something; the last line may have been cut.
    private static Set<String> said(List<String> lines, String what) {
        var names = new HashSet<String>();
        for (var line : lines) {
            if (line.endsWith(what)) {
                names.add(line.substring(0, line.indexOf(' ')));
            }
        }
        return names;
    }
}
