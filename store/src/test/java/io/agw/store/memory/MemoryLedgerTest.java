package io.agw.store.memory;

import io.agw.store.LedgerContract;
import io.agw.store.Store;
import java.time.InstantSource;

final class MemoryLedgerTest extends LedgerContract {
    @Override
    protected Store open(InstantSource clock) {
        return new MemoryStore(clock);
    }
}
