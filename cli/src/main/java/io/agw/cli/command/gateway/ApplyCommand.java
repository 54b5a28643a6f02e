package io.agw.cli.command.gateway;

import io.agw.cli.client.AdminRefused;
import io.agw.cli.command.Invocation;
import io.agw.cli.output.Printer;
import io.agw.cli.shell.CommandFailed;
import io.agw.cli.shell.ExitCode;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

@Command(
        name = "apply",
        description = {
            "Apply a bundle, all of it or nothing.",
            "With PLAN it applies exactly that plan, or nothing when it is no longer the plan."
        })
final class ApplyCommand implements Callable<Integer> {
    private final Invocation invocation;

    @Parameters(
            paramLabel = "PLAN",
            arity = "0..1",
            description = "File of agwctl gateway diff --out, instead of -f.")
    @Nullable String plan;

    @Mixin InputOptions input = new InputOptions();

    @Mixin PlanningOptions planning = new PlanningOptions();

    @Option(names = "--dry-run", description = "Say what would be done, and do nothing.")
    boolean dryRun;

    ApplyCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public Integer call() {
        var printer = invocation.printer();
        var saved = saved();
        planning.check();
        var read = Input.read(invocation, input);
        if (saved != null) {
            saved.requireSame(read.files());
        }
        var findings = new Findings(invocation, printer);
        if (!read.isValid()) {
            throw refused(findings.refusal(read), printer);
        }
        findings.beside(read);
        var body = BundleRequest.of(read, input.strict, planning);
        if (body.path("options") instanceof ObjectNode options) {
            options.put("show_unchanged", true);
            if (saved != null) {
                options.put("plan_id", saved.planId());
            }
        }
        return apply(body, new ApplyReport(printer, read.label()));
    }

    /// Takes the place of the options when a plan is given.
    private @Nullable PlanFile saved() {
        if (plan == null) {
            return null;
        }
        if (!input.files.isEmpty() || dryRun) {
            throw new CommandFailed(
                    ExitCode.USAGE, "PLAN with -f or --dry-run (expected: PLAN alone)");
        }
        var saved = PlanFile.read(invocation.shell(), plan);
        input.files = saved.names();
        input.strict = saved.strict();
        planning = saved.planning();
        return saved;
    }

    private int apply(ObjectNode body, ApplyReport report) {
        JsonNode answer;
        try (var _ = invocation.progress(dryRun ? "planning" : "applying")) {
            answer =
                    dryRun
                            ? invocation.admin().post("/admin/bundle/plan", body)
                            : invocation.admin().post("/admin/bundle/apply", body).path("plan");
        } catch (AdminRefused refused) {
            report.refused(refused);
            throw refused;
        }
        return report.done(answer, dryRun).code();
    }

    private static CommandFailed refused(CommandFailed failed, Printer printer) {
        ApplyReport.nothingWritten(printer);
        return failed;
    }
}
