package io.agw.server.record;

import io.agw.store.TurnRecord;

/// Takes the record of each turn when it is over. Called once a turn, on the turn's own virtual
/// thread, after the answer; may wait a bounded moment when the writer behind it is late, and never
/// throws. Thread-safe.
@FunctionalInterface
public interface UsageSink {
    void accept(TurnRecord turn);
}
