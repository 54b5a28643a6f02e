package io.agw.store.memory;

import io.agw.store.PausesContract;
import io.agw.store.Store;
import java.time.InstantSource;

final class MemoryPausesTest extends PausesContract {
    @Override
    protected Store open(InstantSource clock) {
        return new MemoryStore(clock);
    }
}
