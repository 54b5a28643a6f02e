package io.agw.store.memory;

import io.agw.store.AccessContract;
import io.agw.store.Store;
import java.time.InstantSource;

final class MemoryAccessTest extends AccessContract {
    @Override
    protected Store open(InstantSource clock) {
        return new MemoryStore(clock);
    }
}
