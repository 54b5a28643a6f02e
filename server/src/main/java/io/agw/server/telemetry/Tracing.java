package io.agw.server.telemetry;

import java.time.InstantSource;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// Begins traces. Thread-safe.
public final class Tracing {
    private final InstantSource clock;
    private final LongSupplier random;
    private final double ratio;

    /// @param random uniformly distributed, thread-safe; makes ids and decides what is sampled
    /// @param ratio share of the traces begun here that are kept, 0 to 1; a trace that fails is
    ///   kept always, one begun by a caller when the caller keeps it
    public Tracing(InstantSource clock, LongSupplier random, double ratio) {
        if (!(ratio >= 0 && ratio <= 1)) {
            throw new IllegalArgumentException("ratio: " + ratio + " (expected: 0 to 1)");
        }
        this.clock = clock;
        this.random = random;
        this.ratio = ratio;
    }

    /// The root span of a turn.
    ///
    /// @param parent where the caller stands; null begins a new trace
    /// @param startNanos `System.nanoTime` of its beginning
    public Span begin(@Nullable TraceContext parent, String name, long startNanos) {
        var trace =
                new Trace(
                        parent,
                        parent == null ? isSampled() : parent.sampled(),
                        epochNanos() - System.nanoTime(),
                        random);
        return trace.open(
                parent == null ? null : parent.spanId(), name, Span.Kind.SERVER, startNanos);
    }

    private boolean isSampled() {
        return (random.getAsLong() >>> 11) * 0x1.0p-53 < ratio;
    }

    private long epochNanos() {
        var now = clock.instant();
        return Math.addExact(
                Math.multiplyExact(now.getEpochSecond(), 1_000_000_000L), (long) now.getNano());
    }
}
