package io.agw.store.sqlite;

import io.agw.store.LoginTokensContract;
import io.agw.store.Store;
import java.nio.file.Path;
import java.time.InstantSource;
import org.junit.jupiter.api.io.TempDir;

final class SqliteLoginTokensTest extends LoginTokensContract {
    @TempDir Path directory;
    private int opened;

    @Override
    protected Store open(InstantSource clock) {
        opened++;
        return SqliteStore.open(StoreSettings.in(directory.resolve("data" + opened)), clock);
    }
}
