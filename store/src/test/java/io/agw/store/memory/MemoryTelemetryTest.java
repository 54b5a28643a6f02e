package io.agw.store.memory;

import io.agw.store.Store;
import io.agw.store.TelemetryContract;
import java.time.InstantSource;

final class MemoryTelemetryTest extends TelemetryContract {
    @Override
    protected Store open() {
        return new MemoryStore(InstantSource.system());
    }
}
