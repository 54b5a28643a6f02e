/// Traces of turns: `trace list` and `trace get`.
@NullMarked
package io.agw.cli.command.trace;

import org.jspecify.annotations.NullMarked;
