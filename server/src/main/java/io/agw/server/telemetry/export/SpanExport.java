package io.agw.server.telemetry.export;

import io.agw.server.telemetry.metrics.Meters;
import io.agw.store.TurnRecord;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import io.prometheus.metrics.core.datapoints.CounterDataPoint;
import io.prometheus.metrics.core.metrics.Counter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sends the spans of turns to a collector, by OTLP over HTTP. Thread-safe. Owns one thread and the
/// connections to the collector.
///
/// Nobody ever waits for a collector: a turn whose spans find the queue full goes on, and the spans
/// are counted as dropped in `agw_otlp_spans_total`. What is exported here is kept in the store all
/// the same.
public final class SpanExport implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SpanExport.class);

    private static final Duration IDLE = Duration.ofMillis(250);

    private final ExportSettings settings;
    private final SpanExporter exporter;
    private final SpanTranslation translation;
    private final ArrayBlockingQueue<TurnRecord> queue;
    private final Thread thread;
    private final CounterDataPoint exported;
    private final CounterDataPoint failed;
    private final CounterDataPoint dropped;
    private boolean failing;
    private volatile boolean closing;

    public SpanExport(ExportSettings settings, Meters meters) {
        this.settings = settings;
        this.exporter = exporter(settings);
        this.translation = new SpanTranslation(settings.version());
        this.queue = new ArrayBlockingQueue<>(settings.capacity());
        this.thread = Thread.ofPlatform().name("otlp-export").daemon().unstarted(this::run);
        var spans =
                Counter.builder()
                        .name("agw_otlp_spans_total")
                        .help("Spans for the collector, by what became of them.")
                        .labelNames("result")
                        .withoutExemplars()
                        .register(meters.registry());
        this.exported = spans.labelValues("exported");
        this.failed = spans.labelValues("failed");
        this.dropped = spans.labelValues("dropped");
    }

    /// Begins to send. Records may be offered before.
    public void start() {
        thread.start();
    }

    /// Hands a turn's spans over; never waits.
    public void offer(TurnRecord turn) {
        if (!turn.spans().isEmpty() && !isTaken(turn)) {
            dropped.inc(turn.spans().size());
        }
    }

    /// A turn that slips in after the thread's last look at the queue is taken back, so that it is
    /// counted.
    private boolean isTaken(TurnRecord turn) {
        return !closing
                && queue.offer(turn)
                && !(closing && !thread.isAlive() && queue.remove(turn));
    }

    /// Sends what is queued, within the time-out of two batches, and ends. Idempotent.
    @Override
    public void close() {
        closing = true;
        try {
            thread.join(settings.timeout().plus(settings.timeout()).toMillis());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt(); // the caller is in a hurry: what is left is dropped
        }
        exporter.close();
        for (var left = queue.poll(); left != null; left = queue.poll()) {
            dropped.inc(left.spans().size());
        }
    }

    private void run() {
        var turns = new ArrayList<TurnRecord>(settings.batch());
        while (!closing) {
            var first = next(IDLE.toNanos());
            if (first != null) {
                turns.add(first);
                gather(turns);
                send(turns);
                turns.clear();
            }
        }
        queue.drainTo(turns);
        if (!turns.isEmpty()) {
            send(turns);
        }
    }

    private @Nullable TurnRecord next(long nanos) {
        try {
            return queue.poll(nanos, TimeUnit.NANOSECONDS);
        } catch (InterruptedException _) {
            return null; // nobody but close() ends this thread, and it does so by its flag
        }
    }

    /// Waits for further turns, so that one request serves many.
    private void gather(List<TurnRecord> turns) {
        long until = System.nanoTime() + settings.gather().toNanos();
        while (turns.size() < settings.batch() && !closing) {
            var next = next(until - System.nanoTime());
            if (next == null) {
                return;
            }
            turns.add(next);
        }
    }

    private void send(List<TurnRecord> turns) {
        var spans = new ArrayList<SpanData>(4 * turns.size());
        turns.forEach(turn -> turn.spans().forEach(span -> spans.add(translation.of(span))));
        var result =
                exporter.export(spans).join(settings.timeout().toMillis(), TimeUnit.MILLISECONDS);
        if (result.isSuccess()) {
            exported.inc(spans.size());
        } else {
            failed.inc(spans.size());
        }
        report(result.isSuccess());
    }

    /// Says it once when the collector goes and once when it is back.
    private void report(boolean worked) {
        if (worked && failing) {
            LOG.info("spans are exported again to {}", settings.endpoint().getHost());
        } else if (!worked && !failing) {
            LOG.warn("spans cannot be exported to {} for now", settings.endpoint().getHost());
        }
        failing = !worked;
    }

    private static SpanExporter exporter(ExportSettings settings) {
        var builder =
                OtlpHttpSpanExporter.builder()
                        .setEndpoint(settings.endpoint().toString())
                        .setCompression("gzip")
                        .setConnectTimeout(settings.timeout())
                        .setTimeout(settings.timeout());
        settings.headers().forEach(builder::addHeader);
        return builder.build();
    }
}
