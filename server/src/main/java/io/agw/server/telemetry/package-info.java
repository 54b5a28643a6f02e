/// Traces of turns: W3C context in and out, spans in memory, records when the turn is over; and the
/// process's log, {@link io.agw.server.telemetry.Logs}.
///
/// Starting point: {@link io.agw.server.telemetry.Tracing}. Made for the hot path: a span is one
/// small object, text is made only for traces that are kept, and nothing here does I/O.
@NullMarked
package io.agw.server.telemetry;

import org.jspecify.annotations.NullMarked;
