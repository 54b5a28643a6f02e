package io.agw.cli.command.usage;

import static io.agw.cli.output.Column.column;

import io.agw.cli.client.AdminClient;
import io.agw.cli.command.Invocation;
import io.agw.cli.output.Column;
import io.agw.cli.shell.ExitCode;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "reconcile",
        description = "Show our tokens and cost beside those that providers told.")
final class ReconcileUsageCommand implements Callable<Integer> {
    private static final Duration LONG = Duration.ofMinutes(10);
    private static final List<Column> COLUMNS =
            List.of(
                    column("PROVIDER-ID", "/provider_id"),
                    column("MODEL", "/model"),
                    column("REQUESTS", "/requests"),
                    column("REPORTED", "/reported"),
                    column("ESTIMATED", "/estimated"),
                    column("REJECTED", "/rejected"),
                    column("UNKNOWN", "/unknown"),
                    column("INPUT", "/input_tokens"),
                    column("TOLD", "/told_input_tokens"),
                    column("OUTPUT", "/output_tokens"),
                    column("TOLD", "/told_output_tokens"),
                    column("COST-USD", "/cost_usd"),
                    column("TOLD", "/told_cost_usd"),
                    column("DIFFERENCE", "/difference_usd"));

    private final Invocation invocation;

    @Mixin Selection selection = new Selection();

    @Option(names = "--csv", description = "Print comma-separated values.")
    boolean csv;

    ReconcileUsageCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public Integer call() {
        var printer = invocation.printer();
        var query = selection.query(invocation);
        query.put("format", csv ? "csv" : "");
        var path = "/admin/usage/reconciliation" + AdminClient.query(query);
        if (csv) {
            printer.text(invocation.admin(LONG).text(path));
        } else {
            printer.list(COLUMNS, invocation.admin(LONG).get(path).path("items"));
        }
        return ExitCode.DONE.code();
    }
}
