package io.agw.cli.command.trace;

import io.agw.cli.command.Groups;
import io.agw.cli.command.Invocation;
import java.util.List;
import picocli.CommandLine;

/// The commands of this package.
public final class TraceCommands {
    private TraceCommands() {}

    public static CommandLine group(Invocation invocation) {
        return Groups.of(
                "trace",
                "What happened to requests, hop by hop.",
                List.of(
                        new CommandLine(new TraceListCommand(invocation)),
                        new CommandLine(new TraceGetCommand(invocation))));
    }
}
