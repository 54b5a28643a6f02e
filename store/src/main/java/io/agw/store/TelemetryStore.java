package io.agw.store;

import java.time.Instant;
import java.util.List;

/// Usage and spans, in a database of their own so that their volume never touches configuration.
/// Thread-safe; {@link #append} is called by one writer thread that groups rows.
public interface TelemetryStore {
    /// Writes all rows in one durable transaction. A usage row whose request id is known is
    /// ignored.
    void append(List<UsageRecord> usage, List<SpanRecord> spans);

    /// Usage of turns that finished in `[from, to)`, the newest first.
    List<UsageRecord> usage(Instant from, Instant to, int limit);

    long usageCount();

    /// The newest traces first.
    List<TraceSummary> traces(int limit);

    /// All spans of a trace, the oldest first; empty when it is not known.
    List<SpanRecord> trace(String traceId);

    /// Removes what is older than `before`, and the oldest rows beyond `maxBytes` of file, in
    /// bounded slices. Returns the rows removed.
    int trim(Instant before, long maxBytes);

    /// A trace by its root span.
    ///
    /// @param spans how many are kept
    record TraceSummary(
            String traceId,
            String rootName,
            long startNanos,
            long endNanos,
            String status,
            int spans) {}
}
