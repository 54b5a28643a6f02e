package io.agw.cli.command.gitops;

import io.agw.bundle.plan.PlanText;
import io.agw.cli.command.Invocation;
import io.agw.cli.output.Format;
import io.agw.cli.output.Json;
import io.agw.cli.shell.ExitCode;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "rollback",
        description = {
            "Apply an earlier revision of a source again.",
            "The present one is held back until it is released or a newer one comes."
        })
final class RollbackCommand implements Callable<Integer> {
    private final Invocation invocation;
    private final Sources sources;

    @Mixin SourceName named = new SourceName();

    @Option(
            names = "--to",
            paramLabel = "ID",
            description = "Id in the history; left out: the one before the present one.")
    @Nullable Long to;

    @Option(names = "--reason", paramLabel = "TEXT", description = "Why, for the history.")
    String reason = "";

    RollbackCommand(Invocation invocation, Sources sources) {
        this.invocation = invocation;
        this.sources = sources;
    }

    @Override
    public Integer call() {
        var printer = invocation.printer();
        var source = sources.named(named.name);
        var body = Json.object().put("reason", reason);
        if (to != null) {
            body.put("to", to);
        }
        var answer = sources.post(source, "rollback", body);
        if (printer.format() == Format.TABLE) {
            printer.text(PlanText.of(answer.path("plan"), printer.style()));
            printer.line("source " + source + ": rolled back");
        } else {
            printer.tree(answer);
        }
        return ExitCode.DONE.code();
    }
}
