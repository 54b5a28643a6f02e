package io.agw.cli.command.chat;

import io.agw.cli.command.Invocation;
import java.util.List;
import picocli.CommandLine;

/// The commands of this package.
public final class ChatCommands {
    private ChatCommands() {}

    public static List<CommandLine> list(Invocation invocation) {
        return List.of(
                new CommandLine(new ChatCommand(invocation)),
                new CommandLine(new ResponsesCommand(invocation)));
    }
}
