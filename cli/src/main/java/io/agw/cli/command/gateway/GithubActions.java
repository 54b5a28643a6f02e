package io.agw.cli.command.gateway;

import io.agw.bundle.document.FileFailure;
import io.agw.bundle.problem.Problem;
import io.agw.bundle.problem.report.ProblemReports;
import io.agw.cli.shell.CommandFailed;
import io.agw.cli.shell.ExitCode;
import io.agw.cli.shell.Shell;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// What a job on GitHub Actions gets beyond the answer itself: annotations, a summary, outputs.
/// Does nothing elsewhere.
final class GithubActions {
    private static final int MOST_SUMMARY_BYTES = 1 << 20;
    private static final List<String> COUNTS = List.of("create", "update", "delete");

    private final Shell shell;
    private final boolean active;

    GithubActions(Shell shell) {
        this.shell = shell;
        this.active = shell.flag("GITHUB_ACTIONS");
    }

    boolean isActive() {
        return active;
    }

    /// The problems as a table on the job's page.
    void summary(List<Problem> problems) {
        if (!problems.isEmpty()) {
            append(
                    "GITHUB_STEP_SUMMARY",
                    "### agwctl\n\n" + ProblemReports.markdown(problems, MOST_SUMMARY_BYTES / 2));
        }
    }

    /// A plan in the job's summary, and its counts as outputs of the step.
    void plan(JsonNode plan, String text) {
        var shown =
                text.length() > MOST_SUMMARY_BYTES / 4
                        ? text.substring(0, MOST_SUMMARY_BYTES / 4) + "\n…\n"
                        : text;
        append(
                "GITHUB_STEP_SUMMARY",
                "### agwctl\n\n```text\n" + shown.replace("```", "'''") + "```\n");
        var outputs = new StringBuilder();
        outputs.append("has_changes=")
                .append(plan.at("/summary/hasChanges").asBoolean(false))
                .append('\n');
        for (var count : COUNTS) {
            outputs.append(count)
                    .append('=')
                    .append(plan.at("/summary/" + count).asInt(0))
                    .append('\n');
        }
        outputs.append("plan_id=")
                .append(plan.path("planId").asString("").replaceAll("[^A-Za-z0-9-]", ""))
                .append('\n');
        append("GITHUB_OUTPUT", outputs.toString());
    }

    private void append(String variable, String text) {
        var file = active ? shell.variable(variable).map(Path::of) : Optional.<Path>empty();
        if (file.isEmpty()) {
            return;
        }
        try {
            Files.writeString(
                    file.get(),
                    text,
                    StandardCharsets.UTF_8,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new CommandFailed(
                    ExitCode.INTERNAL,
                    variable + " cannot be written: " + FileFailure.of(file.get().toString(), e));
        }
    }
}
