package io.agw.store.sqlite;

import io.agw.store.AccessContract;
import io.agw.store.Store;
import java.nio.file.Path;
import java.time.InstantSource;
import org.junit.jupiter.api.io.TempDir;

final class SqliteAccessTest extends AccessContract {
    @TempDir Path directory;

    @Override
    protected Store open(InstantSource clock) {
        return SqliteStore.open(StoreSettings.in(directory.resolve("data")), clock);
    }
}
