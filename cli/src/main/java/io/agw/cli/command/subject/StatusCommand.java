package io.agw.cli.command.subject;

import static io.agw.cli.output.Column.column;

import io.agw.cli.command.Invocation;
import io.agw.cli.output.Column;
import io.agw.cli.shell.ExitCode;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

@Command(
        name = "status",
        description = "List agents and how they stand, and say when the store is in trouble.")
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
        var admin = invocation.admin();
        printer.list(COLUMNS, admin.get("/admin/agent_status").path("items"));
        var store = admin.get("/admin/store");
        if (store.at("/ledger/degraded").asBoolean()) {
            invocation.note(
                    "budgets cannot be written: requests under hard ones are refused (see the log)");
        }
        if (store.at("/telemetry/degraded").asBoolean()) {
            invocation.note(
                    "usage cannot be written: "
                            + store.at("/telemetry/queued").asLong()
                            + " requests wait, "
                            + store.at("/telemetry/rows_lost").asLong()
                            + " were lost (see the log)");
        }
        return ExitCode.DONE.code();
    }
}
