package io.agw.store.memory;

import io.agw.store.Store;
import io.agw.store.UsageQueriesContract;
import java.time.InstantSource;

final class MemoryUsageTest extends UsageQueriesContract {
    @Override
    protected Store open() {
        return new MemoryStore(InstantSource.system());
    }
}
