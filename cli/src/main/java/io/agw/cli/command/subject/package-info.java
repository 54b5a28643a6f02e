/// Short commands about agents: who is active, pause, resume. The same calls stand under `agwctl
/// gateway agent`, with every member of the answer.
@NullMarked
package io.agw.cli.command.subject;

import org.jspecify.annotations.NullMarked;
