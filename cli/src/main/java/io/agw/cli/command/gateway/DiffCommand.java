package io.agw.cli.command.gateway;

import io.agw.bundle.plan.PlanText;
import io.agw.cli.command.Invocation;
import io.agw.cli.command.PlanAnswer;
import io.agw.cli.shell.CommandFailed;
import io.agw.cli.shell.ExitCode;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

@Command(
        name = "diff",
        aliases = "plan",
        description = {
            "Show what applying a bundle would change, and change nothing.",
            "With --against FILE it compares with an export and needs no gateway; secrets are then",
            "not compared."
        })
final class DiffCommand implements Callable<Integer> {
    private static final String LIVE = "live";

    private final Invocation invocation;

    @Mixin InputOptions input = new InputOptions();

    @Mixin PlanningOptions planning = new PlanningOptions();

    @Option(
            names = "--against",
            paramLabel = "FILE",
            description = "Export to compare with, or live (default: live).")
    String against = LIVE;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "Keep the plan for agwctl gateway apply FILE.")
    @Nullable String out;

    @Option(
            names = {"--detailed-exitcode", "--exit-code"},
            description = "Exit with 2 when there are changes.")
    boolean detailed;

    @Option(names = "--show-unchanged", description = "List unchanged objects as well.")
    boolean unchanged;

    DiffCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public Integer call() {
        planning.check();
        if (out != null && !against.equals(LIVE)) {
            throw new CommandFailed(
                    ExitCode.USAGE, "--out with --against " + against + " (expected: a live diff)");
        }
        var printer = invocation.printer();
        var read = Input.read(invocation, input);
        var findings = new Findings(invocation, printer);
        if (!read.isValid()) {
            throw findings.refusal(read);
        }
        findings.beside(read);
        var plan = against.equals(LIVE) ? live(read) : offline(read);
        if (out != null) {
            PlanFile.write(invocation.shell().resolve(out), plan, read, options());
        }
        new GithubActions(invocation.shell()).plan(plan, PlanText.of(plan, PlanText.Style.PLAIN));
        return new PlanAnswer(invocation).print(plan, detailed).code();
    }

    private JsonNode live(Input read) {
        var body = BundleRequest.of(read, input.strict, planning);
        body.set("options", options());
        try (var _ = invocation.progress("planning")) {
            return invocation.admin().post("/admin/bundle/plan", body);
        }
    }

    private JsonNode offline(Input read) {
        return new OfflinePlan(invocation)
                .against(
                        against,
                        read,
                        planning,
                        new OfflinePlan.DiffShown(input.strict, unchanged));
    }

    private ObjectNode options() {
        return planning.json().put("strict", input.strict).put("show_unchanged", unchanged);
    }
}
