package io.agw.store.sqlite;

import io.agw.store.Store;
import io.agw.store.StoreContract;
import java.nio.file.Path;
import java.time.InstantSource;
import org.junit.jupiter.api.io.TempDir;

final class SqliteStoreTest extends StoreContract {
    @TempDir Path directory;
    private int opened;

    @Override
    protected Store open(InstantSource clock) {
        opened++;
        return SqliteStore.open(StoreSettings.in(directory.resolve("data" + opened)), clock);
    }
}
