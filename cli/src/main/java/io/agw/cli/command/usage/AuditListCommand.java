package io.agw.cli.command.usage;

import static io.agw.cli.output.Column.column;

import io.agw.cli.client.AdminClient;
import io.agw.cli.command.Invocation;
import io.agw.cli.output.Column;
import io.agw.cli.shell.ExitCode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "list",
        description = "List what administrators did, newest first; for requests see logs.")
final class AuditListCommand implements Callable<Integer> {
    private static final List<Column> COLUMNS =
            List.of(
                    column("ID", "/id"),
                    column("AT", "/at"),
                    column("ACTOR", "/actor"),
                    column("ACTION", "/action"),
                    column("SUBJECT", "/subject"),
                    column("ADDRESS", "/address"));

    private final Invocation invocation;

    @Option(names = "--actor", paramLabel = "NAME", description = "Only by this one.")
    String actor = "";

    @Option(names = "--action", paramLabel = "WORD", description = "Only of this kind.")
    String action = "";

    @Option(names = "--from", paramLabel = "TIME", description = "Only from this time on.")
    String from = "";

    @Option(names = "--to", paramLabel = "TIME", description = "Only before this time.")
    String to = "";

    @Option(names = "--limit", paramLabel = "N", description = "How many (default: 20).")
    int limit = 20;

    @Option(names = "--cursor", paramLabel = "CURSOR", description = "Continue a listing.")
    String cursor = "";

    AuditListCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public Integer call() {
        var printer = invocation.printer();
        var query = new LinkedHashMap<String, String>();
        query.put("kind", "admin");
        query.put("actor", actor);
        query.put("action", action);
        query.put("from", from);
        query.put("to", to);
        query.put("limit", String.valueOf(limit));
        query.put("cursor", cursor);
        var answer = invocation.admin().get("/admin/audit" + AdminClient.query(query));
        printer.list(COLUMNS, answer.path("items"));
        var next = answer.path("next_cursor").asString("");
        if (!next.isEmpty()) {
            invocation.note("next cursor: " + next);
        }
        return ExitCode.DONE.code();
    }
}
