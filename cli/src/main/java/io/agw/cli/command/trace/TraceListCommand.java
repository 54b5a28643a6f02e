package io.agw.cli.command.trace;

import static io.agw.cli.output.Column.column;

import io.agw.cli.client.AdminClient;
import io.agw.cli.command.Invocation;
import io.agw.cli.output.Column;
import io.agw.cli.shell.ExitCode;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "list", description = "List the newest traces.")
final class TraceListCommand implements Callable<Integer> {
    private static final List<Column> COLUMNS =
            List.of(
                    column("TRACE-ID", "/trace_id"),
                    column("START", "/start"),
                    column("MS", "/duration_ms"),
                    column("STATUS", "/status"),
                    column("SPANS", "/spans"),
                    column("NAME", "/name"));

    private final Invocation invocation;

    @Option(names = "--limit", paramLabel = "N", description = "How many (default: 20).")
    int limit = 20;

    TraceListCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public Integer call() {
        var printer = invocation.printer();
        var query = AdminClient.query(Map.of("limit", String.valueOf(limit)));
        printer.list(COLUMNS, invocation.admin().get("/admin/traces" + query).path("items"));
        return ExitCode.DONE.code();
    }
}
