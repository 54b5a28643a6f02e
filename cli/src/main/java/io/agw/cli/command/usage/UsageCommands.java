package io.agw.cli.command.usage;

import io.agw.cli.command.Groups;
import io.agw.cli.command.Invocation;
import java.util.List;
import picocli.CommandLine;

/// The commands of this package.
public final class UsageCommands {
    private UsageCommands() {}

    public static List<CommandLine> list(Invocation invocation) {
        return List.of(
                Groups.of(
                        "usage",
                        "Requests, tokens and money, added up.",
                        List.of(
                                new CommandLine(new SummaryCommand(invocation)),
                                new CommandLine(new BreakdownCommand(invocation)),
                                new CommandLine(new SeriesCommand(invocation)),
                                new CommandLine(new ReconcileUsageCommand(invocation)))),
                SecurityAuditCommand.group(invocation),
                AuditCommands.group(invocation),
                new CommandLine(new TopCommand(invocation)),
                new CommandLine(new LogsCommand(invocation)));
    }
}
