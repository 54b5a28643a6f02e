package io.agw.store.sqlite;

import io.agw.store.Ledger.Cell;
import io.agw.store.Ledger.Hold;
import io.agw.store.Ledger.Purse;
import io.agw.store.Ledger.Sum;
import io.agw.store.LedgerWriter;
import io.agw.store.PauseRecords;
import io.agw.store.PauseRecords.Pause;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/// The process that {@link LedgerKillTest} kills: holds and ends turns on a few threads until it
/// dies, and prints `<turn> held` once that is durable; pauses agents, and prints `<agent> paused`.
final class LedgerKillChild {
    static final Sum HELD = new Sum(1_000, 1_000, 1);
    private static final int THREADS = 8;
    private static final int MOST_PAUSES = 1_000;

    private LedgerKillChild() {}

    /// What a turn uses, by its name.
    static Sum used(String turn) {
        return new Sum(Math.floorMod(turn.hashCode(), 999), 1, 1);
    }

    public static void main(String[] arguments) {
        var settings = StoreSettings.in(Path.of(arguments[0]));
        var out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        var store = SqliteStore.open(settings, InstantSource.system());
        store.ledger().open();
        var writer = new LedgerWriter(store.ledger());
        writer.start();
        Thread.ofPlatform().start(() -> pause(store.pauses(), arguments[1], out));
        var turns = new AtomicLong();
        for (int i = 0; i < THREADS; i++) {
            Thread.ofPlatform()
                    .start(() -> {
                        while (true) {
                            turn(writer, turns.incrementAndGet(), arguments[1], out);
                        }
                    });
        }
    }

    private static void pause(PauseRecords pauses, String kill, PrintStream out) {
        for (int i = 0; i < MOST_PAUSES; i++) {
            var name = kill + "-" + i;
            pauses.pause(new Pause("agent", name, "manual", "", "", Instant.EPOCH, null));
            out.println(name + " paused");
        }
    }

    private static void turn(LedgerWriter writer, long number, String kill, PrintStream out) {
        var name = kill + "-" + number;
        var cell = new Cell(new Purse("b", "calendar", name), 900);
        writer.hold(new Hold(number, Map.of(cell, HELD), null));
        out.println(name + " held");
        writer.end(number, Map.of(cell, used(name)));
    }
}
