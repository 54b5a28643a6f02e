package io.agw.cli.command.gitops;

import io.agw.cli.command.Invocation;
import io.agw.cli.shell.ExitCode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(name = "resume", description = "End a suspension.")
final class ResumeCommand implements Callable<Integer> {
    private final Invocation invocation;
    private final Sources sources;

    @Mixin SourceName named = new SourceName();

    ResumeCommand(Invocation invocation, Sources sources) {
        this.invocation = invocation;
        this.sources = sources;
    }

    @Override
    public Integer call() {
        var source = sources.named(named.name);
        sources.post(source, "resume", null);
        invocation.printer().line("source " + source + ": resumed");
        return ExitCode.DONE.code();
    }
}
