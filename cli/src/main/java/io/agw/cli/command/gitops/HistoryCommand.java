package io.agw.cli.command.gitops;

import static io.agw.cli.output.Column.column;
import static io.agw.cli.output.Column.revision;

import io.agw.cli.client.AdminClient;
import io.agw.cli.command.Invocation;
import io.agw.cli.output.Column;
import io.agw.cli.shell.ExitCode;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(name = "history", description = "List what was applied from a source, newest first.")
final class HistoryCommand implements Callable<Integer> {
    private static final List<Column> COLUMNS =
            List.of(
                    column("ID", "/id"),
                    column("AT", "/at"),
                    revision("REVISION", "/revision"),
                    column("ACTOR", "/actor"),
                    column("TRIGGER", "/trigger"),
                    column("CREATE", "/counts/create"),
                    column("UPDATE", "/counts/update"),
                    column("DELETE", "/counts/delete"),
                    column("MS", "/took_ms"));

    private final Invocation invocation;
    private final Sources sources;

    @Mixin SourceName named = new SourceName();

    @Option(names = "--limit", paramLabel = "N", description = "How many (default: 20).")
    int limit = 20;

    HistoryCommand(Invocation invocation, Sources sources) {
        this.invocation = invocation;
        this.sources = sources;
    }

    @Override
    public Integer call() {
        var printer = invocation.printer();
        var query = AdminClient.query(Map.of("limit", String.valueOf(limit)));
        printer.list(
                COLUMNS, sources.get(sources.named(named.name), "history", query).path("items"));
        return ExitCode.DONE.code();
    }
}
