package io.agw.cli.command.usage;

import io.agw.cli.command.Groups;
import io.agw.cli.command.Invocation;
import java.util.List;
import picocli.CommandLine;

/// `audit`: what was done, and the proof of it.
final class AuditCommands {
    private AuditCommands() {}

    static CommandLine group(Invocation invocation) {
        return Groups.of(
                "audit",
                "What requests and administrators did, and the proof of it.",
                List.of(
                        new CommandLine(new AuditListCommand(invocation)),
                        new CommandLine(new AuditExportCommand(invocation)),
                        new CommandLine(new AuditVerifyCommand(invocation))));
    }
}
