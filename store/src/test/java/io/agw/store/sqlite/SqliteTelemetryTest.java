package io.agw.store.sqlite;

import io.agw.store.Store;
import io.agw.store.TelemetryContract;
import java.nio.file.Path;
import java.time.InstantSource;
import org.junit.jupiter.api.io.TempDir;

final class SqliteTelemetryTest extends TelemetryContract {
    @TempDir Path directory;

    @Override
    protected Store open() {
        return SqliteStore.open(
                StoreSettings.in(directory.resolve("data")), InstantSource.system());
    }
}
