package io.agw.cli.command.subject;

import static io.agw.cli.output.Column.column;

import io.agw.cli.command.Invocation;
import io.agw.cli.output.Column;
import io.agw.cli.shell.ExitCode;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

@Command(name = "status", description = "List agents and how they stand.")
final class StatusCommand implements Callable<Integer> {
    private static final List<Column> COLUMNS =
            List.of(
                    column("AGENT", "/id"),
                    column("STATUS", "/status"),
                    column("MODEL", "/model"),
                    column("PROVIDERS", "/providers"),
                    column("BUDGET-USED", "/budget_used_ratio"),
                    column("REASON", "/pause/reason"),
                    column("RESUMES-AT", "/pause/resumes_at"));

    private final Invocation invocation;

    StatusCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public Integer call() {
        var printer = invocation.printer();
        printer.list(COLUMNS, invocation.admin().get("/admin/agent_status").path("items"));
        return ExitCode.DONE.code();
    }
}
