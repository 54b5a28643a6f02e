package io.agw.store.memory;

import io.agw.store.BudgetsContract;
import io.agw.store.Store;
import java.time.InstantSource;

final class MemoryBudgetsTest extends BudgetsContract {
    @Override
    protected Store open(InstantSource clock) {
        return new MemoryStore(clock);
    }
}
