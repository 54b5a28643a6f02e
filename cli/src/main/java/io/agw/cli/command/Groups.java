package io.agw.cli.command;

import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/// Commands under a common name.
public final class Groups {
    private Groups() {}

    /// A group that only holds commands.
    public static CommandLine of(String name, String description, List<CommandLine> commands) {
        var spec = CommandSpec.create().name(name);
        spec.usageMessage().description(description);
        return fill(new CommandLine(spec), commands);
    }

    private static CommandLine fill(CommandLine group, List<CommandLine> commands) {
        for (var command : commands) {
            group.addSubcommand(command.getCommandName(), command);
        }
        return group;
    }
}
