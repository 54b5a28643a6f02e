package io.agw.cli.command.gitops;

import io.agw.cli.command.Invocation;
import io.agw.cli.output.Json;
import io.agw.cli.shell.ExitCode;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "release", description = "No longer hold a revision back.")
final class ReleaseCommand implements Callable<Integer> {
    private final Invocation invocation;
    private final Sources sources;

    @Parameters(paramLabel = "REV", description = "Revision, as agwctl gitops status shows it.")
    String revision = "";

    @Option(
            names = "--source",
            paramLabel = "SOURCE",
            description = "Its source; found by the revision when left out.")
    @Nullable String source;

    ReleaseCommand(Invocation invocation, Sources sources) {
        this.invocation = invocation;
        this.sources = sources;
    }

    @Override
    public Integer call() {
        var name = sources.holding(revision, source);
        sources.post(name, "release", Json.object().put("revision", revision));
        invocation.printer().line("source " + name + ": released " + revision);
        return ExitCode.DONE.code();
    }
}
