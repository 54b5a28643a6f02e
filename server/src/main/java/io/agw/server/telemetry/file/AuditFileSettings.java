package io.agw.server.telemetry.file;

import java.nio.file.Path;
import java.time.Duration;

/// Where requests are written as lines, and how much of it is kept.
///
/// @param file of the newest lines; earlier ones lie beside it
/// @param maxBytes a file that would have more is put aside and begun anew
/// @param maxAge and so is one that is so old
/// @param keepBytes of all files together; the oldest go first
public record AuditFileSettings(Path file, long maxBytes, Duration maxAge, long keepBytes) {}
