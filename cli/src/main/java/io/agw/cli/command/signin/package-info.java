/// Signing in at a vendor: `cliauth login`. The gateway runs the login and keeps the tokens; what
/// is here shows its page to a person and carries the answer back.
///
/// Starting point: {@link io.agw.cli.command.signin.CliAuthCommands}.
@NullMarked
package io.agw.cli.command.signin;

import org.jspecify.annotations.NullMarked;
