package io.agw.store.sqlite;

import io.agw.store.ManualClock;
import io.agw.store.Turns;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/// A folder for each test, and the store that may be opened there.
abstract class OnDisk {
    @TempDir Path temporary;

    final ManualClock clock = new ManualClock(Turns.START);
    StoreSettings settings = StoreSettings.in(Path.of("unset"));

    @BeforeEach
    void chooseDirectory() {
        settings = StoreSettings.in(temporary.resolve("data"));
    }

    final SqliteStore open() {
        return SqliteStore.open(settings, clock);
    }
}
