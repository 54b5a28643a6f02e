package io.agw.cli.command.subject;

import io.agw.cli.client.AdminClient;
import io.agw.cli.command.Invocation;
import io.agw.cli.output.Json;
import io.agw.cli.shell.ExitCode;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "pause",
        description = {
            "Let an agent do nothing until it is resumed.",
            "It ends by itself after --duration; what is under way goes on."
        })
final class PauseCommand implements Callable<Integer> {
    static final String AGENTS = "/admin/agents";

    private final Invocation invocation;

    @Parameters(paramLabel = "ID", description = "The agent.")
    String id = "";

    @Option(
            names = {"-r", "--resume"},
            description = "Resume it instead.")
    boolean resume;

    @Option(names = "--reason", paramLabel = "TEXT", description = "Why; its clients are told.")
    @Nullable String reason;

    @Option(
            names = "--duration",
            paramLabel = "DURATION",
            description = "How long, such as 15m (default: until it is resumed).")
    @Nullable String duration;

    PauseCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public Integer call() {
        if (resume) {
            return ResumeCommand.run(invocation, id);
        }
        var printer = invocation.printer();
        var body = Json.object();
        if (reason != null) {
            body.put("reason", reason);
        }
        if (duration != null) {
            body.put("duration", duration);
        }
        var path = AdminClient.path(AGENTS, id) + "/pause";
        var status = invocation.admin().call("POST", path, body);
        var end = status.at("/pause/resumes_at").asString("");
        printer.line("agent " + id + " paused" + (end.isEmpty() ? "" : " until " + end));
        return ExitCode.DONE.code();
    }
}
