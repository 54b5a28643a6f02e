package io.agw.store;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// One finished span of a trace.
///
/// @param traceId 32 lower-case hex digits
/// @param spanId 16 lower-case hex digits
/// @param parentId the parent's span id; null for a root
/// @param startNanos Unix time in nanoseconds
/// @param endNanos Unix time in nanoseconds
/// @param status `unset`, `ok` or `error`
/// @param attributes in the order in which they were noted
public record SpanRecord(
        String traceId,
        String spanId,
        @Nullable String parentId,
        String name,
        String kind,
        long startNanos,
        long endNanos,
        String status,
        List<SpanAttribute> attributes) {
    public SpanRecord {
        attributes = List.copyOf(attributes);
    }
}
