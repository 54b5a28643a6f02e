package io.agw.server.telemetry.file;

import io.agw.server.telemetry.metrics.Meters;
import io.agw.store.TurnRecord;
import io.agw.store.UsageRecord;
import io.prometheus.metrics.core.metrics.Counter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes a line for each request beside its row: one bounded queue, one thread. No request waits
/// for it, and nothing that befalls the file (a full disk, a folder that is gone) touches the rows;
/// lines that cannot be written are counted and given up. Thread-safe.
public final class AuditFile implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AuditFile.class);
    private static final int QUEUED = 8_192;
    private static final int AT_ONCE = 1_000;
    private static final Duration IDLE = Duration.ofMillis(100);

    private final RotatedFile file;
    private final String name;
    private final ArrayBlockingQueue<UsageRecord> queue = new ArrayBlockingQueue<>(QUEUED);
    private final Thread thread;
    private final Counter lines;
    private volatile boolean closing;
    private boolean failing;

    public AuditFile(AuditFileSettings settings, InstantSource clock, Meters meters) {
        this.file = new RotatedFile(settings, clock);
        this.name = settings.file().toString();
        this.lines =
                Counter.builder()
                        .name("agw_audit_file_lines_total")
                        .help("Lines for the audit file, by what became of them.")
                        .labelNames("result")
                        .withoutExemplars()
                        .register(meters.registry());
        this.thread = Thread.ofPlatform().name("audit-file").daemon().unstarted(this::run);
    }

    public void start() {
        thread.start();
    }

    /// Hands a turn over, or counts it as lost.
    public void offer(TurnRecord turn) {
        var usage = turn.usage();
        if (usage != null && (closing || !queue.offer(usage))) {
            lines.labelValues("lost").inc();
        }
    }

    private void run() {
        var group = new ArrayList<UsageRecord>(AT_ONCE);
        while (gather(group)) {
            write(group);
            group.clear();
        }
    }

    private boolean gather(List<UsageRecord> group) {
        while (true) {
            try {
                var first = queue.poll(closing ? 0 : IDLE.toMillis(), TimeUnit.MILLISECONDS);
                if (first != null) {
                    group.add(first);
                    queue.drainTo(group, AT_ONCE - 1);
                    return true;
                }
            } catch (InterruptedException _) {
                // nobody but close() ends this thread, and it does so by its flag
            }
            if (closing && queue.isEmpty()) {
                return false;
            }
        }
    }

    private void write(List<UsageRecord> group) {
        var bytes = new ByteArrayOutputStream();
        group.forEach(
                usage -> bytes.writeBytes(AuditLine.of(usage).getBytes(StandardCharsets.UTF_8)));
        try {
            file.write(bytes.toByteArray());
            lines.labelValues("written").inc(group.size());
            if (failing) {
                failing = false;
                LOG.info("{} is written again", name);
            }
        } catch (IOException e) {
            lines.labelValues("lost").inc(group.size());
            if (!failing) {
                failing = true;
                LOG.error(
                        "{} cannot be written for now; requests are recorded all the same",
                        name,
                        e);
            }
            closeQuietly();
        }
    }

    /// What it was written to may be what is wrong: the next line opens it anew.
    private void closeQuietly() {
        try {
            file.close();
        } catch (IOException e) {
            LOG.debug("{} could not be closed", name, e);
        }
    }

    /// Writes what is queued, and ends. Idempotent.
    @Override
    public void close() {
        closing = true;
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException _) {
                interrupted = true;
            }
        }
        closeQuietly();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
