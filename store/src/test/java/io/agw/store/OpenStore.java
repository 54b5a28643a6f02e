package io.agw.store;

import static io.agw.store.Samples.held;
import static org.assertj.core.api.Assertions.assertThat;

import io.agw.store.memory.MemoryStore;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/// An empty store for each test of a contract, closed behind it.
public abstract class OpenStore {
    protected static final Instant START = Instant.parse("2026-11-21T08:00:00.123456789Z");

    protected final ManualClock clock = new ManualClock(START);
    Store store = new MemoryStore(clock);

    /// An empty store under this clock; the contract closes it.
    protected abstract Store open(InstantSource clock);

    @BeforeEach
    void openStore() {
        store = open(clock);
    }

    @AfterEach
    void closeStore() {
        store.close();
    }

    final ConfigState done(Changeset changes) {
        assertThat(store.config().commit(changes)).isInstanceOf(Commit.Done.class);
        return store.config().state();
    }

    final long version(String id) {
        return held(store.config().state(), id).resourceVersion();
    }
}
