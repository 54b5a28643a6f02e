package io.agw.cli.command.local;

import io.agw.cli.command.Invocation;
import java.util.List;
import picocli.CommandLine;

/// The commands of this package.
public final class LocalCommands {
    private LocalCommands() {}

    public static List<CommandLine> list(Invocation invocation) {
        return List.of(
                new CommandLine(new SchemaCommand(invocation)),
                new CommandLine(new CompletionCommand(invocation)),
                new CommandLine(new HashPasswordCommand(invocation)),
                new CommandLine(new LoginCommand(invocation)),
                new CommandLine(new LogoutCommand(invocation)));
    }
}
