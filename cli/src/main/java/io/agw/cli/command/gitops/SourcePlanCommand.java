package io.agw.cli.command.gitops;

import io.agw.cli.command.Invocation;
import io.agw.cli.command.PlanAnswer;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(name = "plan", description = "Show what reconciling a source would do now.")
final class SourcePlanCommand implements Callable<Integer> {
    private final Invocation invocation;
    private final Sources sources;

    @Mixin SourceName named = new SourceName();

    @Option(
            names = {"--detailed-exitcode", "--exit-code"},
            description = "Exit with 2 when there are changes.")
    boolean detailed;

    SourcePlanCommand(Invocation invocation, Sources sources) {
        this.invocation = invocation;
        this.sources = sources;
    }

    @Override
    public Integer call() {
        var plan = sources.get(sources.named(named.name), "plan", "");
        return new PlanAnswer(invocation).print(plan, detailed).code();
    }
}
