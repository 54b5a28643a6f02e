/// What surrounds a command: environment, folder, streams, clock, exit codes.
///
/// Starting point: {@link io.agw.cli.shell.Shell}. Everything a command reads from or writes to its
/// caller goes through it, so that a test runs a command without a process.
@NullMarked
package io.agw.cli.shell;

import org.jspecify.annotations.NullMarked;
