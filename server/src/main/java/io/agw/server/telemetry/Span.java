package io.agw.server.telemetry;

import io.agw.store.SpanAttribute;
import io.agw.store.SpanRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// A step of a turn, timed. Not thread-safe: belongs to the turn's own thread. A span that is never
/// ended ends with its root.
public final class Span {
    private final Trace trace;
    private final @Nullable String parentId;
    private final String id;
    private final String name;
    private final Kind kind;
    private final long startNanos;
    private final List<SpanAttribute> attributes = new ArrayList<>(8);
    private long endNanos;
    private boolean ended;
    private boolean failed;

    Span(
            Trace trace,
            @Nullable String parentId,
            String id,
            String name,
            Kind kind,
            long startNanos) {
        this.trace = trace;
        this.parentId = parentId;
        this.id = id;
        this.name = name;
        this.kind = kind;
        this.startNanos = startNanos;
        this.endNanos = startNanos;
    }

    /// A step of this step, beginning now.
    public Span child(String name, Kind kind) {
        return trace.open(id, name, kind, System.nanoTime());
    }

    /// Notes a fact under its OpenTelemetry name; nothing when it is not known.
    public Span put(String key, @Nullable String value) {
        if (value != null) {
            attributes.add(new SpanAttribute.Text(key, value));
        }
        return this;
    }

    /// Notes a number.
    public Span put(String key, long value) {
        attributes.add(new SpanAttribute.Int(key, value));
        return this;
    }

    /// Marks the step as failed; a failed trace is kept although it was not sampled.
    ///
    /// @param type a stable word, noted as `error.type`
    public void fail(String type) {
        if (!failed) {
            failed = true;
            put("error.type", type);
        }
    }

    /// Ends the step; the first call counts.
    public void end() {
        if (!ended) {
            ended = true;
            endNanos = System.nanoTime();
        }
    }

    /// This step as the parent of what an upstream does.
    public TraceContext context() {
        return trace.context(id);
    }

    /// The spans of the whole trace as they are to be kept, the oldest first; empty when it is not
    /// kept. For the root, once it has ended.
    public List<SpanRecord> records() {
        return trace.records();
    }

    boolean hasFailed() {
        return failed;
    }

    SpanRecord record(String traceId, long epochOffset) {
        end();
        return new SpanRecord(
                traceId,
                id,
                parentId,
                name,
                kind.word,
                startNanos + epochOffset,
                endNanos + epochOffset,
                failed ? "error" : "ok",
                attributes);
    }

    /// What a span stands for.
    public enum Kind {
        /// The turn as the client sees it.
        SERVER,
        /// A step within the gateway.
        INTERNAL,
        /// A call to an upstream.
        CLIENT;

        private final String word = name().toLowerCase(Locale.ROOT);
    }
}
