package io.agw.cli.command.gitops;

import io.agw.cli.command.Durations;
import io.agw.cli.command.Invocation;
import io.agw.cli.output.Json;
import io.agw.cli.shell.ExitCode;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "suspend",
        description = {
            "Apply nothing from a source until it is resumed.",
            "No commit can undo it; it ends by itself at --until."
        })
final class SuspendCommand implements Callable<Integer> {
    private final Invocation invocation;
    private final Sources sources;

    @Mixin SourceName named = new SourceName();

    @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "Why.")
    String reason = "";

    @Option(
            names = "--until",
            paramLabel = "WHEN",
            description = "A time (2026-12-01T08:00:00Z) or a duration from now (2h).")
    @Nullable String until;

    SuspendCommand(Invocation invocation, Sources sources) {
        this.invocation = invocation;
        this.sources = sources;
    }

    @Override
    public Integer call() {
        var printer = invocation.printer();
        var source = sources.named(named.name);
        var body = Json.object().put("reason", reason);
        if (until != null) {
            body.put("until", until.endsWith("Z") ? until : fromNow(until));
        }
        var status = sources.post(source, "suspend", body);
        var end = status.at("/status/suspended/until").asString("");
        printer.line("source " + source + ": suspended" + (end.isEmpty() ? "" : " until " + end));
        return ExitCode.DONE.code();
    }

    private String fromNow(String duration) {
        return invocation
                .shell()
                .clock()
                .instant()
                .plus(Durations.of("--until", duration))
                .truncatedTo(java.time.temporal.ChronoUnit.SECONDS)
                .toString();
    }
}
