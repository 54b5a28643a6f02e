/// Requests as lines of a file, for programs that collect logs: {@link
/// io.agw.server.telemetry.file.AuditFile}.
@NullMarked
package io.agw.server.telemetry.file;

import org.jspecify.annotations.NullMarked;
