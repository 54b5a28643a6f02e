package io.agw.cli.command.gitops;

import io.agw.cli.command.Durations;
import io.agw.cli.command.Invocation;
import io.agw.cli.output.Json;
import io.agw.cli.shell.CommandFailed;
import io.agw.cli.shell.ExitCode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(name = "reconcile", description = "Look at a source now.")
final class ReconcileCommand implements Callable<Integer> {
    private final Invocation invocation;
    private final Sources sources;

    @Mixin SourceName named = new SourceName();

    @Option(names = "--wait", description = "Wait for the result.")
    boolean wait;

    @Option(
            names = "--timeout",
            paramLabel = "DURATION",
            description = "With --wait: how long (default: 5m).")
    String timeout = "5m";

    @Option(names = "--force-validate", description = "Work even if nothing changed.")
    boolean force;

    ReconcileCommand(Invocation invocation, Sources sources) {
        this.invocation = invocation;
        this.sources = sources;
    }

    @Override
    public Integer call() throws InterruptedException {
        var printer = invocation.printer();
        var source = sources.named(named.name);
        var token =
                sources.post(source, "reconcile", Json.object().put("force", force))
                        .path("request")
                        .asString("");
        if (!wait) {
            printer.line("source " + source + ": asked to reconcile");
            return ExitCode.DONE.code();
        }
        var settled =
                new Waiting(invocation, sources, Durations.of("--timeout", timeout))
                        .until(
                                source,
                                status ->
                                        status.at("/status/lastHandledReconcileRequest")
                                                .asString("")
                                                .equals(token));
        var ready = Condition.ready(settled);
        if (ready.isTrue()) {
            printer.line("source " + source + ": " + ready.message());
            return ExitCode.DONE.code();
        }
        printer.text(new StatusText(printer.style()).details(settled));
        throw new CommandFailed(
                ready.verdict().orElse(ExitCode.INTERNAL),
                "source " + source + " is not ready: " + ready.reason());
    }
}
