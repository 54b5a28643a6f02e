package io.agw.server.telemetry.metrics;

import io.agw.store.TelemetryWriter;
import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/// What is not counted as it happens but looked at when meters are read.
///
/// @param snapshotVersion of the configuration that serves; 0 when there is none
/// @param usage what became of the records of turns
/// @param ledgerFails whether what budgets are charged cannot be written
public record Watched(
        List<Listener> listeners,
        LongSupplier snapshotVersion,
        Supplier<TelemetryWriter.Counters> usage,
        BooleanSupplier ledgerFails) {
    public Watched {
        listeners = List.copyOf(listeners);
    }

    /// A listener as it stands.
    public record Listener(
            String name, LongSupplier connections, LongSupplier turns, LongSupplier streams) {}

    /// Registers all of it. Once for each `meters`.
    public void register(Meters meters) {
        perListener(meters, "agw_connections_open", "Open connections.", Listener::connections);
        perListener(meters, "agw_turns_running", "Requests being answered.", Listener::turns);
        perListener(meters, "agw_streams_open", "Streamed answers under way.", Listener::streams);
        gauge(
                meters,
                "agw_snapshot_version",
                "Version of the configuration that serves.",
                snapshotVersion);
        gauge(
                meters,
                "agw_usage_queue_depth",
                "Records of turns that wait to be written.",
                () -> usage.get().queued());
        gauge(
                meters,
                "agw_telemetry_degraded",
                "1 while usage and spans cannot be written.",
                () -> usage.get().degraded() ? 1 : 0);
        gauge(
                meters,
                "agw_ledger_degraded",
                "1 while budgets cannot be written, and hard ones refuse.",
                () -> ledgerFails.getAsBoolean() ? 1 : 0);
        counter(
                meters,
                "agw_usage_rows_total",
                "Usage rows written.",
                () -> usage.get().usageWritten());
        counter(
                meters,
                "agw_usage_lost_total",
                "Usage rows given up.",
                () -> usage.get().usageLost());
        counter(meters, "agw_spans_lost_total", "Spans given up.", () -> usage.get().spansLost());
        counter(
                meters,
                "agw_telemetry_write_failures_total",
                "Commits of usage and spans that failed.",
                () -> usage.get().failures());
    }

    private void perListener(Meters meters, String name, String help, Figure figure) {
        GaugeWithCallback.builder()
                .name(name)
                .help(help)
                .labelNames("listener")
                .callback(point ->
                        listeners.forEach(listener ->
                                point.call(
                                        (double) figure.of(listener).getAsLong(), listener.name())))
                .register(meters.registry());
    }

    private static void gauge(Meters meters, String name, String help, LongSupplier value) {
        GaugeWithCallback.builder()
                .name(name)
                .help(help)
                .callback(point -> point.call((double) value.getAsLong()))
                .register(meters.registry());
    }

    private static void counter(Meters meters, String name, String help, LongSupplier value) {
        CounterWithCallback.builder()
                .name(name)
                .help(help)
                .callback(point -> point.call((double) value.getAsLong()))
                .register(meters.registry());
    }

    @FunctionalInterface
    private interface Figure {
        LongSupplier of(Listener listener);
    }
}
