package io.agw.store;

import java.time.Instant;
import java.util.List;

/// Usage and spans, in a database of their own so that their volume never touches configuration.
/// Thread-safe; rows come in through {@link TelemetryWriter}, which groups them.
public interface TelemetryStore {
    /// Writes all records in one durable transaction, or none.
    ///
    /// @throws StoreException when the database fails
    void append(List<TurnRecord> turns);

    /// Usage of turns that finished in `[from, to)`, the newest first.
    List<UsageRecord> usage(Instant from, Instant to, int limit);

    long usageCount();

    /// The newest traces first.
    List<TraceSummary> traces(int limit);

    /// All spans of a trace, the oldest first; empty when it is not known.
    List<SpanRecord> trace(String traceId);

    /// Removes what finished before `before`, and the oldest rows beyond `maxBytes` of content, in
    /// bounded slices between which appends get their turn. Returns the rows removed.
    int trim(Instant before, long maxBytes);

    /// A trace by its root: the first span whose parent is not kept here.
    ///
    /// @param startNanos Unix time of the root in nanoseconds
    /// @param endNanos Unix time of the last end in nanoseconds
    /// @param status of the root
    /// @param spans how many are kept
    record TraceSummary(
            String traceId,
            String rootName,
            long startNanos,
            long endNanos,
            String status,
            int spans) {}
}
