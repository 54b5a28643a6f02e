/// Meters, and their text for Prometheus.
///
/// Starting point: {@link io.agw.server.telemetry.metrics.Meters}, made once by `wiring`. Who
/// measures holds handles that were looked up before: {@link
/// io.agw.server.telemetry.metrics.TurnMeters}, {@link
/// io.agw.server.telemetry.metrics.AttemptMeters}; what can be looked at is not counted but {@link
/// io.agw.server.telemetry.metrics.Watched}.
@NullMarked
package io.agw.server.telemetry.metrics;

import org.jspecify.annotations.NullMarked;
