package io.agw.store;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What is kept of one turn, handed over in one piece when it is over.
///
/// @param usage null for a trace of the gateway's own work, which nobody is charged for
/// @param spans its spans, all of one trace; empty when the turn was not sampled
/// @param made the response that an upstream made and keeps; null when none
/// @param after done once, when all of it is written or given up; neither blocks nor throws
public record TurnRecord(
        @Nullable UsageRecord usage,
        List<SpanRecord> spans,
        @Nullable ResponseOrigin made,
        Runnable after) {
    public TurnRecord {
        spans = List.copyOf(spans);
    }

    /// A turn after which nothing is left to do.
    public TurnRecord(
            @Nullable UsageRecord usage, List<SpanRecord> spans, @Nullable ResponseOrigin made) {
        this(usage, spans, made, TurnRecord::nothing);
    }

    /// A turn that made nothing that is kept.
    public TurnRecord(@Nullable UsageRecord usage, List<SpanRecord> spans) {
        this(usage, spans, null);
    }

    private static void nothing() {}
}
