package io.agw.store;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What is kept of one turn, handed over in one piece when it is over.
///
/// @param usage null for a trace of the gateway's own work, which nobody is charged for
/// @param spans its spans, all of one trace; empty when the turn was not sampled
/// @param made the response that an upstream made and keeps; null when none
public record TurnRecord(
        @Nullable UsageRecord usage, List<SpanRecord> spans, @Nullable ResponseOrigin made) {
    public TurnRecord {
        spans = List.copyOf(spans);
    }

    /// A turn that made nothing that is kept.
    public TurnRecord(@Nullable UsageRecord usage, List<SpanRecord> spans) {
        this(usage, spans, null);
    }
}
