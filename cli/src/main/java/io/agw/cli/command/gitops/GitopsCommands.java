package io.agw.cli.command.gitops;

import io.agw.cli.command.Groups;
import io.agw.cli.command.Invocation;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine;

/// The commands of this package.
public final class GitopsCommands {
    private GitopsCommands() {}

    public static CommandLine group(Invocation invocation) {
        var sources = new Sources(invocation);
        List<CommandLine> commands =
                Stream.of(
                                new StatusCommand(invocation, sources),
                                new SourcePlanCommand(invocation, sources),
                                new ReconcileCommand(invocation, sources),
                                new SuspendCommand(invocation, sources),
                                new ResumeCommand(invocation, sources),
                                new Decision.Approve(invocation, sources),
                                new Decision.Reject(invocation, sources),
                                new ReleaseCommand(invocation, sources),
                                new HistoryCommand(invocation, sources),
                                new RollbackCommand(invocation, sources))
                        .map(CommandLine::new)
                        .toList();
        return Groups.of("gitops", "Sources that a gateway pulls its bundles from.", commands);
    }
}
