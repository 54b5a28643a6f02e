package io.agw.store.memory;

import io.agw.store.LoginTokensContract;
import io.agw.store.Store;
import java.time.InstantSource;

final class MemoryLoginTokensTest extends LoginTokensContract {
    @Override
    protected Store open(InstantSource clock) {
        return new MemoryStore(clock);
    }
}
