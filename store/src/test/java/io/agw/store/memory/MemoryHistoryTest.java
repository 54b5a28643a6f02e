package io.agw.store.memory;

import io.agw.store.HistoryContract;
import io.agw.store.Store;
import java.time.InstantSource;

final class MemoryHistoryTest extends HistoryContract {
    @Override
    protected Store open(InstantSource clock) {
        return new MemoryStore(clock);
    }
}
