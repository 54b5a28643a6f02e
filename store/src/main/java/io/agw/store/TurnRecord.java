package io.agw.store;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What is kept of one turn, handed over in one piece when it is over.
///
/// @param usage null for a trace of the gateway's own work, which nobody is charged for
/// @param spans its spans, all of one trace; empty when the turn was not sampled
public record TurnRecord(@Nullable UsageRecord usage, List<SpanRecord> spans) {
    public TurnRecord {
        spans = List.copyOf(spans);
    }
}
