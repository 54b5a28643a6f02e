package io.agw.cli.command.gateway;

import io.agw.bundle.document.SourceFile;
import io.agw.bundle.problem.Problem;
import io.agw.bundle.problem.Severity;
import io.agw.bundle.problem.report.ProblemReports;
import io.agw.cli.command.Invocation;
import io.agw.cli.output.Format;
import io.agw.cli.output.Json;
import io.agw.cli.output.Printer;
import io.agw.cli.shell.CommandFailed;
import io.agw.cli.shell.ExitCode;
import java.util.List;

/// Shows what was found in a bundle.
final class Findings {
    private final Invocation invocation;
    private final Printer printer;
    private final GithubActions actions;

    Findings(Invocation invocation, Printer printer) {
        this.invocation = invocation;
        this.printer = printer;
        this.actions = new GithubActions(invocation.shell());
    }

    /// Shows problems beside an answer that follows. On GitHub Actions they become annotations,
    /// which go to standard error when standard output belongs to a program.
    void beside(Input input) {
        var problems = input.problems();
        if (problems.isEmpty()) {
            return;
        }
        actions.summary(problems);
        var text =
                actions.isActive()
                        ? ProblemReports.github(problems)
                        : excerpts(input.files(), problems);
        if (printer.format() == Format.TABLE) {
            printer.text(text);
        } else {
            invocation.shell().err().print(text);
            invocation.shell().err().flush();
        }
    }

    /// Shows the problems of a bundle that cannot be used, and ends the command.
    CommandFailed refusal(Input input) {
        if (printer.format() == Format.TABLE) {
            beside(input);
        } else {
            var answer = Json.object().put("status", "error").put("file", input.label());
            answer.set("problems", ProblemReports.json(input.problems()));
            printer.tree(answer);
        }
        return new CommandFailed(ExitCode.INVALID, verdict(input.problems()));
    }

    /// `gateway bundle validation failed (3 errors)`.
    static String verdict(List<Problem> problems) {
        long errors =
                problems.stream().filter(problem -> problem.severity() == Severity.ERROR).count();
        return "gateway bundle validation failed ("
                + errors
                + (errors == 1 ? " error)" : " errors)");
    }

    private String excerpts(List<SourceFile> files, List<Problem> problems) {
        return ProblemReports.excerpts(problems, files);
    }
}
