package io.agw.store.sqlite;

import io.agw.store.BudgetsContract;
import io.agw.store.Store;
import java.nio.file.Path;
import java.time.InstantSource;
import org.junit.jupiter.api.io.TempDir;

final class SqliteBudgetsTest extends BudgetsContract {
    @TempDir Path directory;

    @Override
    protected Store open(InstantSource clock) {
        return SqliteStore.open(StoreSettings.in(directory.resolve("data")), clock);
    }
}
