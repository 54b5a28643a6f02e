package io.agw.cli.command.signin;

import io.agw.cli.command.Groups;
import io.agw.cli.command.Invocation;
import java.util.List;
import picocli.CommandLine;

/// The commands of this package.
public final class CliAuthCommands {
    private CliAuthCommands() {}

    public static List<CommandLine> list(Invocation invocation) {
        return List.of(
                Groups.of(
                        "cliauth",
                        "Logins with vendors' command lines.",
                        List.of(new CommandLine(new CliAuthLoginCommand(invocation)))));
    }
}
