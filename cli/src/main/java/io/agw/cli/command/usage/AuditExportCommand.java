package io.agw.cli.command.usage;

import io.agw.cli.client.AdminClient;
import io.agw.cli.command.Invocation;
import io.agw.cli.shell.ExitCode;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(name = "export", description = "Print all requests or acts of a time.")
final class AuditExportCommand implements Callable<Integer> {
    private static final Duration LONG = Duration.ofHours(1);

    private final Invocation invocation;

    @Mixin Selection selection = new Selection();

    @Option(
            names = "--kind",
            paramLabel = "KIND",
            description = "request or admin (default: request).")
    String kind = "request";

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            description = "json, jsonl or csv (default: jsonl).")
    String format = "jsonl";

    AuditExportCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public Integer call() {
        var query = selection.query(invocation);
        query.put("kind", kind);
        query.put("format", format);
        invocation
                .admin(LONG)
                .copy("/admin/audit/export" + AdminClient.query(query), invocation.shell().out());
        return ExitCode.DONE.code();
    }
}
