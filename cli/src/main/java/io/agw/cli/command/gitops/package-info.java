/// Sources of a gateway and its reconcile loop: `agwctl gitops …`.
///
/// Starting point: {@link io.agw.cli.command.gitops.GitopsCommands}. {@link
/// io.agw.cli.command.gitops.Sources} is what they ask of the Admin API.
@NullMarked
package io.agw.cli.command.gitops;

import org.jspecify.annotations.NullMarked;
