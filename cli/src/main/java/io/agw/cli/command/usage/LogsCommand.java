package io.agw.cli.command.usage;

import io.agw.cli.client.AdminClient;
import io.agw.cli.command.Durations;
import io.agw.cli.command.Invocation;
import io.agw.cli.output.Format;
import io.agw.cli.output.OneLine;
import io.agw.cli.output.Printer;
import io.agw.cli.shell.CommandFailed;
import io.agw.cli.shell.ExitCode;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

@Command(
        name = "logs",
        description = {
            "Show requests, a line for each, the newest last.",
            "A line is TIME AGENT MODEL STATUS IN OUT COST LATENCY; -o json: an object a line."
        })
final class LogsCommand implements Callable<Integer> {
    private static final int MOST = 1_000;

    private final Invocation invocation;

    @Mixin Selection selection = new Selection();

    @Option(
            names = {"-f", "--follow"},
            description = "Go on showing what is written.")
    boolean follow;

    @Option(names = "--limit", paramLabel = "N", description = "How many (default: 20).")
    int limit = 20;

    @Option(
            names = "--every",
            paramLabel = "DURATION",
            description = "With --follow: how often the gateway is asked (default: 1s).")
    String every = "1s";

    private String said = "";

    LogsCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public Integer call() throws InterruptedException {
        var printer = invocation.printer();
        var pause = Durations.of("--every", every);
        var query = selection.query(invocation);
        query.put("limit", String.valueOf(limit));
        long seen = 0;
        for (var item : page(query).path("items").valueStream().toList().reversed()) {
            seen = Math.max(seen, item.path("id").asLong(0));
            print(printer, item);
        }
        query.put("limit", String.valueOf(MOST));
        while (follow) {
            Thread.sleep(pause);
            seen = shown(printer, query, seen);
        }
        return ExitCode.DONE.code();
    }

    /// Shows what was written behind a row, and returns the row to go on behind. A gateway that
    /// goes away is waited for.
    private long shown(Printer printer, Map<String, String> query, long seen) {
        query.put("after", String.valueOf(seen));
        try {
            var more = page(query);
            more.path("items").forEach(item -> print(printer, item));
            said = "";
            return more.path("next_after").asLong(seen);
        } catch (CommandFailed e) {
            if (!e.line().equals(said)) {
                said = e.line();
                invocation.note("agwctl: " + said + "; trying again");
            }
            return seen;
        }
    }

    private JsonNode page(Map<String, String> query) {
        return invocation.admin().get("/admin/usage/events" + AdminClient.query(query));
    }

    private static void print(Printer printer, JsonNode item) {
        if (printer.format() == Format.TABLE) {
            printer.line(line(item));
        } else {
            printer.line(item.toString());
        }
    }

    private static String line(JsonNode item) {
        return String.join(
                " ",
                text(item, "finished_at"),
                text(item, "agent_id"),
                item.has("model") ? text(item, "model") : text(item, "requested_model"),
                text(item, "status")
                        + "/"
                        + text(item, item.has("error_code") ? "error_code" : "outcome"),
                text(item, "input_tokens"),
                text(item, "output_tokens"),
                item.has("cost_usd") ? "$" + text(item, "cost_usd") : "-",
                text(item, "latency_ms") + "ms");
    }

    /// Without a space, so that a line has always as many words.
    private static String text(JsonNode item, String member) {
        var text = item.path(member).asString("");
        return text.isBlank() ? "-" : OneLine.of(text).replace(' ', '_');
    }
}
