package io.agw.cli.command.usage;

import static io.agw.cli.output.Column.column;

import io.agw.cli.client.AdminClient;
import io.agw.cli.command.Groups;
import io.agw.cli.command.Invocation;
import io.agw.cli.output.Column;
import io.agw.cli.output.Format;
import io.agw.cli.shell.ExitCode;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "audit",
        description = {
            "Look for what is open in the applied configuration, or ends soon.",
            "Ends with 3 when there are errors, with --strict also when there are warnings."
        })
final class SecurityAuditCommand implements Callable<Integer> {
    private static final List<Column> COLUMNS =
            List.of(
                    column("SEVERITY", "/severity"),
                    column("CODE", "/code"),
                    column("KIND", "/kind"),
                    column("ID", "/id"),
                    column("OWNER", "/owner"),
                    column("MESSAGE", "/message"));

    private final Invocation invocation;

    @Option(
            names = "--days",
            paramLabel = "N",
            description = "A key that ends within so many days ends soon (default: 14).")
    int days = 14;

    @Option(names = "--strict", description = "Take warnings for errors.")
    boolean strict;

    SecurityAuditCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    static CommandLine group(Invocation invocation) {
        return Groups.of(
                "security",
                "How safe the applied configuration is.",
                List.of(new CommandLine(new SecurityAuditCommand(invocation))));
    }

    @Override
    public Integer call() {
        var printer = invocation.printer();
        var query = AdminClient.query(Map.of("days", String.valueOf(days)));
        var found = invocation.admin().get("/admin/security/audit" + query);
        long errors = found.at("/counts/error").asLong(0);
        long warnings = found.at("/counts/warning").asLong(0);
        if (printer.format() == Format.TABLE) {
            printer.rows(COLUMNS, found.path("items"));
            printer.line("%d errors, %d warnings".formatted(errors, warnings));
        } else {
            printer.tree(found);
        }
        boolean fine = errors == 0 && (!strict || warnings == 0);
        return (fine ? ExitCode.DONE : ExitCode.INVALID).code();
    }
}
