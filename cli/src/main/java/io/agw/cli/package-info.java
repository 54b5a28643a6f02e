/// `agwctl`: an HTTP client of the Admin API and the data plane, and the offline planner.
///
/// Starting points: {@link io.agw.cli.Commands}, the list of all commands, and {@link
/// io.agw.cli.Agwctl}, which runs one. A command is one class in a package below `command`, and one
/// line in the list.
@NullMarked
package io.agw.cli;

import org.jspecify.annotations.NullMarked;
