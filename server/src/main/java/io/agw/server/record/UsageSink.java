package io.agw.server.record;

import io.agw.store.SpanRecord;
import io.agw.store.UsageRecord;
import java.util.List;

/// Takes the record of each turn when it is over. Called once a turn, on the turn's own virtual
/// thread, after the answer; may wait a bounded moment when the writer behind it is late, and never
/// throws. Thread-safe.
@FunctionalInterface
public interface UsageSink {
    /// @param spans what is to be kept of the turn's trace; empty when it was not sampled
    void accept(UsageRecord usage, List<SpanRecord> spans);
}
