package io.agw.server.wiring;

import io.agw.bundle.document.FileFailure;
import io.agw.reconciler.loop.ReconcilerMetrics;
import io.agw.reconciler.source.git.GitMetrics;
import io.agw.server.admission.budget.Budgets;
import io.agw.server.admission.pause.Pauses;
import io.agw.server.listen.HttpListener;
import io.agw.server.record.MadeResponses;
import io.agw.server.record.Recorder;
import io.agw.server.settings.AgwdSettings;
import io.agw.server.snapshot.Snapshot;
import io.agw.server.snapshot.Snapshots;
import io.agw.server.survey.Survey;
import io.agw.server.telemetry.Tracing;
import io.agw.server.telemetry.export.ExportSettings;
import io.agw.server.telemetry.export.HeaderFile;
import io.agw.server.telemetry.export.SpanExport;
import io.agw.server.telemetry.file.AuditFile;
import io.agw.server.telemetry.metrics.AttemptMeters;
import io.agw.server.telemetry.metrics.BreakerMeters;
import io.agw.server.telemetry.metrics.ClockWatch;
import io.agw.server.telemetry.metrics.LimitMeters;
import io.agw.server.telemetry.metrics.LoginMeters;
import io.agw.server.telemetry.metrics.Meters;
import io.agw.server.telemetry.metrics.PolicyMeters;
import io.agw.server.telemetry.metrics.TurnMeters;
import io.agw.server.telemetry.metrics.Watched;
import io.agw.server.wiring.meters.GitMeters;
import io.agw.server.wiring.meters.LoopMeters;
import io.agw.server.wiring.meters.PauseMeters;
import io.agw.server.wiring.meters.SurveyMeters;
import io.agw.store.Ledger;
import io.agw.store.TelemetryStore;
import io.agw.store.TelemetryWriter;
import io.agw.store.TurnRecord;
import java.io.IOException;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What the gateway knows of its own work: usage rows, spans, meters. Owns the threads that write
/// them; borrows the store.
final class Instruments implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Instruments.class);

    private final Meters meters = new Meters().withProcess();
    private final AttemptMeters attempts = new AttemptMeters(meters);
    private final BreakerMeters breakers = new BreakerMeters(meters);
    private final LoginMeters logins = new LoginMeters(meters);
    private final LimitMeters limits = new LimitMeters(meters);
    private final PolicyMeters policies = new PolicyMeters(meters);
    private final LoopMeters loops;
    private final GitMeters git = new GitMeters(meters);
    private final ClockWatch clockWatch;
    private final TelemetryWriter writer;
    private final Optional<SpanExport> export;
    private final Optional<AuditFile> auditFile;
    private final Recorder recorder;
    private final MadeResponses responses;

    Instruments(
            AgwdSettings settings,
            TelemetryStore store,
            InstantSource clock,
            RandomGenerator random,
            String version) {
        this.loops = new LoopMeters(meters, refs(settings));
        this.clockWatch = new ClockWatch(meters, clock, System::nanoTime);
        this.responses = new MadeResponses(store);
        this.writer = new TelemetryWriter(store, TelemetryWriter.Settings.defaults());
        this.export =
                settings.tracing()
                        .otlpEndpoint()
                        .map(endpoint ->
                                new SpanExport(
                                        ExportSettings.of(endpoint, headers(settings), version),
                                        meters));
        this.auditFile = settings.auditFile().map(file -> new AuditFile(file, clock, meters));
        this.recorder =
                new Recorder(
                        new Tracing(clock, random::nextLong, settings.tracing().sampleRatio()),
                        clock,
                        new TurnMeters(meters),
                        this::finished);
    }

    MadeResponses responses() {
        return responses;
    }

    Recorder recorder() {
        return recorder;
    }

    AttemptMeters attempts() {
        return attempts;
    }

    BreakerMeters breakers() {
        return breakers;
    }

    LimitMeters limits() {
        return limits;
    }

    PolicyMeters policies() {
        return policies;
    }

    LoginMeters logins() {
        return logins;
    }

    ReconcilerMetrics loops() {
        return loops;
    }

    GitMetrics git() {
        return git;
    }

    /// What became of the records of turns.
    TelemetryWriter.Counters usage() {
        return writer.counters();
    }

    /// All meters in Prometheus' text format.
    String text() {
        return meters.text();
    }

    /// Adds the meters of what is looked at when they are read. Once.
    ///
    /// @param listeners by their names in labels
    void watch(Map<String, HttpListener> listeners, Snapshots snapshots, Budgets budgets) {
        var watched =
                listeners.entrySet().stream()
                        .map(entry ->
                                new Watched.Listener(
                                        entry.getKey(),
                                        entry.getValue()::connections,
                                        entry.getValue()::turns,
                                        entry.getValue()::streams))
                        .toList();
        new Watched(
                        watched,
                        () -> snapshots.current().map(Snapshot::version).orElse(0L),
                        writer::counters,
                        budgets::isFailing)
                .register(meters);
    }

    /// Adds the meters of what is known of providers. Once.
    void watch(Survey survey) {
        SurveyMeters.register(meters.registry(), survey);
    }

    /// Adds the meters of who is paused. Once.
    void watch(Pauses pauses) {
        PauseMeters.register(meters.registry(), pauses);
    }

    void start() {
        export.ifPresent(SpanExport::start);
        auditFile.ifPresent(AuditFile::start);
        writer.start();
        clockWatch.start();
    }

    /// Writes the rows of turns that the process before did not live to see the end of. Before the
    /// ledger is opened, which forgets them.
    ///
    /// @throws io.agw.store.StoreException when they cannot be read
    void recover(Ledger ledger) {
        var rows = writer.recover(ledger.unended());
        if (!rows.isEmpty()) {
            LOG.warn("{} turns never ended; their rows say what they can have cost", rows.size());
        }
        auditFile.ifPresent(to -> rows.forEach(to::offer));
    }

    /// Writes what is queued, and ends.
    @Override
    public void close() {
        clockWatch.close();
        writer.close();
        export.ifPresent(SpanExport::close);
        auditFile.ifPresent(AuditFile::close);
    }

    private void finished(TurnRecord turn) {
        writer.offer(turn);
        export.ifPresent(to -> to.offer(turn));
        auditFile.ifPresent(to -> to.offer(turn));
    }

    private static Map<String, String> headers(AgwdSettings settings) {
        var file = settings.tracing().otlpHeaders();
        if (file.isEmpty()) {
            return Map.of();
        }
        try {
            return HeaderFile.read(file.get());
        } catch (IOException e) {
            throw new StartFailure(
                    "tracing.otlp_headers_file: " + file.get() + ": " + FileFailure.reason(e));
        }
    }

    private static Map<String, String> refs(AgwdSettings settings) {
        var refs = new HashMap<String, String>();
        for (var source : settings.sources()) {
            if (source.place().dir() == null) {
                refs.put(source.place().id(), source.place().ref().toString());
            }
        }
        return refs;
    }
}
