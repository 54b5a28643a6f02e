package io.agw.cli.command.subject;

import io.agw.cli.command.Invocation;
import java.util.List;
import picocli.CommandLine;

/// The commands of this package.
public final class SubjectCommands {
    private SubjectCommands() {}

    public static List<CommandLine> list(Invocation invocation) {
        return List.of(
                new CommandLine(new StatusCommand(invocation)),
                new CommandLine(new PauseCommand(invocation)),
                new CommandLine(new ResumeCommand(invocation)));
    }
}
