package io.agw.bundle.problem.report;

import io.agw.bundle.document.SourceFile;
import io.agw.bundle.problem.Problem;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;

/// Every form in which problems leave the program. Stateless; the same problems always give the
/// same text.
public final class ProblemReports {
    private ProblemReports() {}

    /// One line each: `file:line:column: error AGW1101: message (hint)`.
    public static String text(List<Problem> problems) {
        return TextReport.of(problems, List.of());
    }

    /// As {@link #text}, each followed by the line that it is about and a mark below the column. A
    /// line that may hold a secret in clear is not shown.
    public static String excerpts(List<Problem> problems, List<SourceFile> files) {
        return TextReport.of(problems, files);
    }

    /// An array of objects `severity, code, file, line, column, message, hint`; `line` and `column`
    /// are left out where the problem is the file's as a whole.
    public static ArrayNode json(List<Problem> problems) {
        return JsonReport.of(problems);
    }

    /// GitHub workflow commands, errors first: GitHub shows only the first few.
    public static String github(List<Problem> problems) {
        return GithubReport.annotations(problems);
    }

    /// A Markdown table for a job's summary, at most `mostBytes` of UTF-8 long.
    public static String markdown(List<Problem> problems, int mostBytes) {
        return GithubReport.markdown(problems, mostBytes);
    }

    /// A SARIF 2.1.0 log.
    ///
    /// @param version of the program that found the problems
    public static String sarif(List<Problem> problems, String version) {
        return SarifReport.of(problems, version);
    }

    /// JUnit XML: one test case for each file and group of checks.
    ///
    /// @param files paths of all files that were checked, also of those without a problem
    public static String junit(List<String> files, List<Problem> problems) {
        return JunitReport.of(files, problems);
    }
}
