package io.agw.cli.command.usage;

import io.agw.cli.client.AdminClient;
import io.agw.cli.command.Invocation;
import io.agw.cli.shell.ExitCode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "breakdown",
        description = {
            "Show what requests add up to by what they have in common.",
            "Groups: route_id, virtual_key_id, team, org, user, agent_id, provider_id, model,",
            "requested_model, outcome, status, error_code, protocol, operation."
        })
final class BreakdownCommand implements Callable<Integer> {
    private final Invocation invocation;

    @Parameters(paramLabel = "GROUP", arity = "0..1", description = "By what (default: model).")
    String group = "model";

    @Mixin Selection selection = new Selection();

    @Option(
            names = "--order-by",
            paramLabel = "MEASURE",
            description =
                    "requests, cost_usd, total_tokens, failed or avg_latency_ms (default: cost_usd).")
    String order = "cost_usd";

    @Option(names = "--limit", paramLabel = "N", description = "How many (default: 100).")
    int limit = 100;

    @Option(names = "--csv", description = "Print comma-separated values.")
    boolean csv;

    BreakdownCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public Integer call() {
        var printer = invocation.printer();
        var query = selection.query(invocation);
        query.put("group_by", group);
        query.put("order_by", order);
        query.put("limit", String.valueOf(limit));
        query.put("format", csv ? "csv" : "");
        var path = "/admin/usage/breakdown" + AdminClient.query(query);
        if (csv) {
            printer.text(invocation.admin().text(path));
        } else {
            printer.list(
                    Measures.after(Measures.group(group)),
                    invocation.admin().get(path).path("items"));
        }
        return ExitCode.DONE.code();
    }
}
