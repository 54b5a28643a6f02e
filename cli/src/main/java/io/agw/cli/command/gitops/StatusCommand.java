package io.agw.cli.command.gitops;

import io.agw.cli.command.Durations;
import io.agw.cli.command.Invocation;
import io.agw.cli.output.Format;
import io.agw.cli.output.Printer;
import io.agw.cli.shell.ExitCode;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

@Command(
        name = "status",
        description = {
            "Show what each source is at, and why when it is not ready.",
            "With --wait it ends when the source is ready, or as exit code says why it is not."
        })
final class StatusCommand implements Callable<Integer> {
    private final Invocation invocation;
    private final Sources sources;

    @Parameters(paramLabel = "SOURCE", arity = "0..1", description = "Only this one.")
    @Nullable String name;

    @Option(
            names = {"-w", "--watch"},
            description = "Go on showing changes.")
    boolean watch;

    @Option(names = "--wait", description = "Wait until the source is ready.")
    boolean wait;

    @Option(
            names = "--revision",
            paramLabel = "REV",
            description = "With --wait: ready with this revision (a part of it, such as a commit).")
    String revision = "";

    @Option(
            names = "--timeout",
            paramLabel = "DURATION",
            description = "With --wait: how long (default: 5m).")
    String timeout = "5m";

    StatusCommand(Invocation invocation, Sources sources) {
        this.invocation = invocation;
        this.sources = sources;
    }

    @Override
    public Integer call() throws InterruptedException {
        var printer = invocation.printer();
        if (watch) {
            new Watch(invocation, this::current).run(all -> print(printer, all));
            return ExitCode.DONE.code();
        }
        if (wait) {
            var source =
                    new Waiting(invocation, sources, Durations.of("--timeout", timeout))
                            .until(sources.named(name), this::isSettled);
            print(printer, source);
            return Condition.ready(source).verdict().orElse(ExitCode.INTERNAL).code();
        }
        print(printer, current());
        return ExitCode.DONE.code();
    }

    private JsonNode current() {
        return name == null ? sources.all() : sources.one(name);
    }

    private boolean isSettled(JsonNode source) {
        var verdict = Condition.ready(source).verdict();
        if (verdict.isEmpty()) {
            return false;
        }
        // A commit that changes nothing of the source is agreed with and never applied.
        return verdict.get() == ExitCode.DONE
                ? isAt(source, "lastApplied") || isAt(source, "lastSynced")
                : isAt(source, "lastAttempted");
    }

    private boolean isAt(JsonNode source, String mark) {
        return source.at("/status/" + mark + "/revision").asString("").contains(revision);
    }

    private void print(Printer printer, JsonNode shown) {
        if (printer.format() != Format.TABLE) {
            printer.tree(shown);
            return;
        }
        var all = shown.isArray() ? shown.valueStream().toList() : java.util.List.of(shown);
        printer.rows(StatusText.COLUMNS, all);
        var text = new StatusText(printer.style());
        all.forEach(source -> printer.text(text.details(source)));
    }
}
