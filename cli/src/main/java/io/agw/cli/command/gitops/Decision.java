package io.agw.cli.command.gitops;

import io.agw.cli.command.Invocation;
import io.agw.cli.output.Json;
import io.agw.cli.shell.ExitCode;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// What both decisions on a plan have in common.
sealed class Decision implements Callable<Integer> {
    private final Invocation invocation;
    private final Sources sources;
    private final String verb;
    private final String done;

    @Parameters(paramLabel = "PLAN", description = "Plan id, as agwctl gitops status shows it.")
    String planId = "";

    @Option(
            names = "--source",
            paramLabel = "SOURCE",
            description = "Its source; found by the plan when left out.")
    @Nullable String source;

    @Option(names = "--reason", paramLabel = "TEXT", description = "Why, for the history.")
    String reason = "";

    private Decision(Invocation invocation, Sources sources, String verb, String done) {
        this.invocation = invocation;
        this.sources = sources;
        this.verb = verb;
        this.done = done;
    }

    @Override
    public Integer call() {
        var name = source == null ? sources.waitingFor(planId) : source;
        sources.post(name, verb, Json.object().put("plan_id", planId).put("reason", reason));
        invocation.printer().line("source " + name + ": plan " + planId + " " + done);
        return ExitCode.DONE.code();
    }

    @Command(name = "approve", description = "Let a plan through that a guard has stopped.")
    static final class Approve extends Decision {
        Approve(Invocation invocation, Sources sources) {
            super(invocation, sources, "approve", "approved");
        }
    }

    @Command(name = "reject", description = "Drop a plan that a guard has stopped.")
    static final class Reject extends Decision {
        Reject(Invocation invocation, Sources sources) {
            super(invocation, sources, "reject", "rejected");
        }
    }
}
