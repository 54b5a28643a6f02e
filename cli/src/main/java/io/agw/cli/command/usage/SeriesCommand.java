package io.agw.cli.command.usage;

import static io.agw.cli.output.Column.column;

import io.agw.cli.client.AdminClient;
import io.agw.cli.command.Invocation;
import io.agw.cli.output.Column;
import io.agw.cli.shell.ExitCode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(name = "timeseries", description = "Show what requests add up to, bucket by bucket.")
final class SeriesCommand implements Callable<Integer> {
    private static final Column AT = column("AT", "/at");

    private final Invocation invocation;

    @Mixin Selection selection = new Selection();

    @Option(
            names = "--bucket",
            paramLabel = "LENGTH",
            description = "minute, hour, day, or a duration such as 5m (default: hour).")
    String bucket = "hour";

    @Option(names = "--by", paramLabel = "GROUP", description = "And by this: model, team, …")
    String group = "";

    @Option(names = "--csv", description = "Print comma-separated values.")
    boolean csv;

    SeriesCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public Integer call() {
        var printer = invocation.printer();
        var query = selection.query(invocation);
        query.put("bucket", bucket);
        query.put("group_by", group);
        query.put("format", csv ? "csv" : "");
        var path = "/admin/usage/timeseries" + AdminClient.query(query);
        if (csv) {
            printer.text(invocation.admin().text(path));
        } else {
            printer.list(
                    group.isEmpty()
                            ? Measures.after(AT)
                            : Measures.after(AT, Measures.group(group)),
                    invocation.admin().get(path).path("items"));
        }
        return ExitCode.DONE.code();
    }
}
