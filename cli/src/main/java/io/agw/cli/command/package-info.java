/// What all commands share.
///
/// Starting point: {@link io.agw.cli.command.Invocation}, one run of `agwctl`. The commands
/// themselves are in the packages below, one group each; {@link io.agw.cli.command.Groups} puts
/// them under a name.
@NullMarked
package io.agw.cli.command;

import org.jspecify.annotations.NullMarked;
