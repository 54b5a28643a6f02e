package io.agw.store.sqlite;

import io.agw.store.TurnRecord;
import io.agw.store.Turns;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;

/// The process that {@link UsageKillTest} kills: writes turns in groups of many sizes, removes old
/// ones now and then, and prints the id of the last turn of each group once that is durable.
final class UsageKillChild {
    private static final int SIZES = 7;
    private static final int STEP = 97;
    private static final int KEPT = 2_000;

    private UsageKillChild() {}

    public static void main(String[] arguments) {
        var settings = StoreSettings.in(Path.of(arguments[0]));
        var out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        var telemetry = SqliteStore.open(settings, InstantSource.system()).telemetry();
        for (int group = 1; ; group++) {
            int last = (int) telemetry.queries().lastId();
            var turns = new ArrayList<TurnRecord>();
            for (int i = 0; i < 1 + group % SIZES * STEP; i++) {
                turns.add(Turns.ofUser(last + i + 1, "user-" + i % SIZES));
            }
            telemetry.append(turns);
            out.println(telemetry.queries().lastId());
            if (group % SIZES == 0) {
                telemetry.trim(Turns.START.plusSeconds(last - KEPT), Long.MAX_VALUE);
            }
        }
    }
}
