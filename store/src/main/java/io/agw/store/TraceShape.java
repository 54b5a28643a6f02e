package io.agw.store;

import java.util.Comparator;

/// The order of a trace's spans. For implementations of {@link TelemetryStore}.
public final class TraceShape {
    public static final Comparator<SpanRecord> OLDEST_FIRST =
            Comparator.comparingLong(SpanRecord::startNanos)
                    .thenComparingInt(span -> span.parentId() == null ? 0 : 1);

    private TraceShape() {}
}
