package io.agw.server.telemetry.file;

import java.nio.file.Path;
import java.time.Duration;

/// Where requests are written as lines, and how much of it is kept.
///
/// @param file of the newest lines; earlier ones lie beside it
/// @param maxBytes a file is not begun anew before it has so many
/// @param maxAge or is so old
/// @param keepBytes of all files together; the oldest go first
public record AuditFileSettings(Path file, long maxBytes, Duration maxAge, long keepBytes) {}
