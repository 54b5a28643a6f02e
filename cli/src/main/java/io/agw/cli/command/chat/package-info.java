/// One question to a model through the gateway, as an application would ask it: `chat` and
/// `responses`.
///
/// Starting point: {@link io.agw.cli.command.chat.ChatCommands}; {@link
/// io.agw.cli.command.chat.Surface} is what the APIs differ in.
@NullMarked
package io.agw.cli.command.chat;

import org.jspecify.annotations.NullMarked;
