/// Spans on their way to a collector.
///
/// Starting point: {@link io.agw.server.telemetry.export.SpanExport}. It takes the records that the
/// store gets too, off the turns' threads, and speaks OTLP through the OpenTelemetry SDK's
/// exporter.
@NullMarked
package io.agw.server.telemetry.export;

import org.jspecify.annotations.NullMarked;
