/// Commands that need no gateway, and signing in to one: `schema`, `completion`, `hash-password`,
/// `login`, `logout`.
///
/// Starting point: {@link io.agw.cli.command.local.LocalCommands}.
@NullMarked
package io.agw.cli.command.local;

import org.jspecify.annotations.NullMarked;
