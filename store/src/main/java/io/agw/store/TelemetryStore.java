package io.agw.store;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Usage and spans, in a database of their own so that their volume never touches configuration.
/// Thread-safe; rows come in through {@link TelemetryWriter}, which groups them.
public interface TelemetryStore {
    /// Questions about the usage that was written.
    UsageQueries queries();

    /// Writes all records in one durable transaction, or none.
    ///
    /// @throws StoreException when the database fails
    void append(List<TurnRecord> turns);

    /// Those rows that are not there, of turns of which nobody knows any more whether their rows
    /// were written: of the same request, trace and beginning. Of several that are alike, as many
    /// are missing as there are too few.
    ///
    /// @throws StoreException when the database fails
    List<UsageRecord> missing(List<UsageRecord> rows);

    /// Whether the usage that is kept is what was written: nothing altered, removed but by {@link
    /// #trim}, or added by another hand. Reads all of it.
    ChainVerdict proven();

    /// Usage of turns that finished in `[from, to)`, the newest first.
    List<UsageRecord> usage(Instant from, Instant to, int limit);

    long usageCount();

    /// The upstream that keeps a response; empty when it is not known, or was made for another key.
    ///
    /// @param keyId virtual key that asks; null where none is needed
    Optional<ResponseOrigin> responseOrigin(String responseId, @Nullable String keyId);

    /// Most spans that are read of one trace. Callers name the trace that their turns belong to, so
    /// it is they who decide how large one becomes.
    int MOST_SPANS = 10_000;

    /// The newest traces first.
    List<TraceSummary> traces(int limit);

    /// The spans of a trace, the oldest first; empty when it is not known. Of more than {@link
    /// #MOST_SPANS} those that were written first.
    List<SpanRecord> trace(String traceId);

    /// Removes what finished before `before`, some of it with the youngest of up to 256 turns that
    /// were written together, and the oldest rows beyond `maxBytes` of content, in bounded slices
    /// between which appends get their turn. Returns the rows removed.
    int trim(Instant before, long maxBytes);

    /// A trace by its root: the oldest span that is kept here, one without a parent before others.
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
            int spans) {
        /// A trace of which only this span is known.
        public static TraceSummary of(SpanRecord span) {
            return new TraceSummary(
                    span.traceId(),
                    span.name(),
                    span.startNanos(),
                    span.endNanos(),
                    span.status(),
                    1);
        }

        /// The same trace with a further span.
        public TraceSummary and(SpanRecord span) {
            boolean older =
                    span.startNanos() < startNanos
                            || (span.startNanos() == startNanos && span.parentId() == null);
            return new TraceSummary(
                    traceId,
                    older ? span.name() : rootName,
                    Math.min(startNanos, span.startNanos()),
                    Math.max(endNanos, span.endNanos()),
                    older ? span.status() : status,
                    spans + 1);
        }
    }
}
