package io.agw.cli.command.usage;

import io.agw.cli.command.Invocation;
import io.agw.cli.output.Format;
import io.agw.cli.shell.ExitCode;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import tools.jackson.databind.JsonNode;

@Command(
        name = "verify",
        description = {
            "Look whether requests and acts are as they were written.",
            "Ends with 8 when they are not."
        })
final class AuditVerifyCommand implements Callable<Integer> {
    private static final Duration LONG = Duration.ofMinutes(30);

    private final Invocation invocation;

    AuditVerifyCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public Integer call() {
        var printer = invocation.printer();
        var verdict = invocation.admin(LONG).get("/admin/audit/verify");
        if (printer.format() == Format.TABLE) {
            printer.line(requests(verdict.path("requests")));
            printer.line(acts(verdict.path("admin")));
        } else {
            printer.tree(verdict);
        }
        boolean whole = isWhole(verdict.path("requests")) && isWhole(verdict.path("admin"));
        return (whole ? ExitCode.DONE : ExitCode.SIGNATURE).code();
    }

    private static boolean isWhole(JsonNode part) {
        return part.path("whole").asBoolean(false);
    }

    private static String requests(JsonNode part) {
        if (!isWhole(part)) {
            return "requests: BROKEN between %s and %s: %s"
                    .formatted(
                            part.path("from_id").asString(),
                            part.path("to_id").asString(),
                            part.path("why").asString());
        }
        var unsealed = part.path("unsealed").asLong(0);
        return "requests: %s from id %s to %s are as they were written, head %s%s"
                .formatted(
                        part.path("checked").asString(),
                        part.path("from_id").asString(),
                        part.path("head_id").asString(),
                        part.path("head").asString(),
                        unsealed == 0 ? "" : "; " + unsealed + " older ones have no seal");
    }

    private static String acts(JsonNode part) {
        return isWhole(part)
                ? "acts: all are as they were written"
                : "acts: BROKEN at id " + part.path("first_broken").asString();
    }
}
