package io.agw.cli.command.gateway;

import io.agw.cli.command.Invocation;
import java.util.List;
import picocli.CommandLine;

/// The commands of this package.
public final class GatewayCommands {
    private GatewayCommands() {}

    public static List<CommandLine> list(Invocation invocation) {
        return List.of(
                new CommandLine(new ValidateCommand(invocation)),
                new CommandLine(new DiffCommand(invocation)),
                new CommandLine(new ApplyCommand(invocation)),
                new CommandLine(new ExportCommand(invocation)));
    }
}
