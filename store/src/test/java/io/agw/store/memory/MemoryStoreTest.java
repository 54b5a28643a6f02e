package io.agw.store.memory;

import io.agw.store.Store;
import io.agw.store.StoreContract;
import java.time.InstantSource;

final class MemoryStoreTest extends StoreContract {
    @Override
    protected Store open(InstantSource clock) {
        return new MemoryStore(clock);
    }
}
