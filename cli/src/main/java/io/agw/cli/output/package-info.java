/// Answers as text: tables, JSON, YAML, plans, traces, progress.
///
/// Starting point: {@link io.agw.cli.output.Printer}. Takes JSON as the Admin API sends it, so that
/// a member that this build does not know is still shown in `-o json`.
@NullMarked
package io.agw.cli.output;

import org.jspecify.annotations.NullMarked;
