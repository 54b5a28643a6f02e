package io.agw.server.telemetry;

import io.agw.store.SpanRecord;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// The spans of one turn. Not thread-safe: a turn has one thread.
final class Trace {
    private static final HexFormat HEX = HexFormat.of();

    private final String traceId;
    private final @Nullable String state;
    private final boolean sampled;
    private final long epochOffset;
    private final LongSupplier random;
    private final List<Span> spans = new ArrayList<>(4);

    /// @param epochOffset nanoseconds to add to `System.nanoTime` for Unix time
    Trace(@Nullable TraceContext parent, boolean sampled, long epochOffset, LongSupplier random) {
        this.traceId = parent == null ? id(random) + id(random) : parent.traceId();
        this.state = parent == null ? null : parent.state();
        this.sampled = sampled;
        this.epochOffset = epochOffset;
        this.random = random;
    }

    Span open(@Nullable String parentId, String name, Span.Kind kind, long startNanos) {
        var span = new Span(this, parentId, id(random), name, kind, startNanos);
        spans.add(span);
        return span;
    }

    TraceContext context(String spanId) {
        return new TraceContext(traceId, spanId, sampled, state);
    }

    /// What is kept, the oldest first; empty when the trace was neither sampled nor failed.
    List<SpanRecord> records() {
        boolean kept = sampled;
        for (int i = 0; i < spans.size() && !kept; i++) {
            kept = spans.get(i).hasFailed();
        }
        if (!kept) {
            return List.of();
        }
        var records = new ArrayList<SpanRecord>(spans.size());
        for (var span : spans) {
            records.add(span.record(traceId, epochOffset));
        }
        return records;
    }

    private static String id(LongSupplier random) {
        long bits = random.getAsLong();
        return HEX.toHexDigits(bits == 0 ? 1 : bits);
    }
}
