package io.agw.cli.command.usage;

import io.agw.cli.client.AdminClient;
import io.agw.cli.command.Durations;
import io.agw.cli.command.Invocation;
import io.agw.cli.output.Printer;
import io.agw.cli.shell.ExitCode;
import java.util.LinkedHashMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "top",
        description = "Show who uses most just now, and go on showing it on a terminal.")
final class TopCommand implements Callable<Integer> {
    private static final String CLEAR = "\u001b[H\u001b[2J";

    private final Invocation invocation;

    @Option(
            names = "--by",
            paramLabel = "GROUP",
            description = "agent_id, virtual_key_id, team, user, model, … (default: model).")
    String group = "model";

    @Option(
            names = "--order-by",
            paramLabel = "MEASURE",
            description =
                    "requests, cost_usd, total_tokens, failed or avg_latency_ms (default: cost_usd).")
    String order = "cost_usd";

    @Option(
            names = "--window",
            paramLabel = "DURATION",
            description = "Of the last so long (default: 5m).")
    String window = "5m";

    @Option(
            names = "--every",
            paramLabel = "DURATION",
            description = "How often, on a terminal (default: 2s).")
    String every = "2s";

    @Option(names = "--limit", paramLabel = "N", description = "How many (default: 20).")
    int limit = 20;

    @Option(names = "--once", description = "Show it once.")
    boolean once;

    TopCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public Integer call() throws InterruptedException {
        var printer = invocation.printer();
        var pause = Durations.of("--every", every);
        boolean again = invocation.shell().terminal() && !once;
        show(printer, "");
        while (again) {
            Thread.sleep(pause);
            show(printer, CLEAR);
        }
        return ExitCode.DONE.code();
    }

    private void show(Printer printer, String before) {
        var query = new LinkedHashMap<String, String>();
        var since = invocation.shell().clock().instant().minus(Durations.of("--window", window));
        query.put("from", since.toString());
        query.put("group_by", group);
        query.put("order_by", order);
        query.put("limit", String.valueOf(limit));
        var found = invocation.admin().get("/admin/usage/breakdown" + AdminClient.query(query));
        printer.text(before);
        printer.list(Measures.after(Measures.group(group)), found.path("items"));
    }
}
