package io.agw.store;

import io.agw.store.TelemetryStore.TraceSummary;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;

/// How a trace is told from its spans. For implementations of {@link TelemetryStore}.
public final class TraceShape {
    public static final Comparator<SpanRecord> OLDEST_FIRST =
            Comparator.comparingLong(SpanRecord::startNanos)
                    .thenComparingInt(span -> span.parentId() == null ? 0 : 1);

    private TraceShape() {}

    /// The summary of a trace by all its spans that are kept, in any order.
    ///
    /// @throws IllegalArgumentException when there is none
    public static TraceSummary summary(List<SpanRecord> spans) {
        var ids = new HashSet<String>();
        spans.forEach(span -> ids.add(span.spanId()));
        var root =
                spans.stream()
                        .filter(span -> span.parentId() == null || !ids.contains(span.parentId()))
                        .min(OLDEST_FIRST)
                        .or(() -> spans.stream().min(OLDEST_FIRST))
                        .orElseThrow(() -> new IllegalArgumentException("trace: no span is known"));
        long end = spans.stream().mapToLong(SpanRecord::endNanos).max().orElseThrow();
        return new TraceSummary(
                root.traceId(), root.name(), root.startNanos(), end, root.status(), spans.size());
    }
}
