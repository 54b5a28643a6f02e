package io.agw.bundle.problem.report;

import io.agw.bundle.problem.Problem;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/// Workflow commands and Markdown for GitHub Actions.
final class GithubReport {
    private GithubReport() {}

    static String annotations(List<Problem> problems) {
        return bySeverity(problems).stream()
                .map(GithubReport::annotation)
                .collect(Collectors.joining());
    }

    static String markdown(List<Problem> problems, int mostBytes) {
        var text = new StringBuilder("| | place | code | problem |\n|---|---|---|---|\n");
        int bytes = text.length();
        int shown = 0;
        var sorted = bySeverity(problems);
        for (var problem : sorted) {
            var row = row(problem);
            bytes += row.getBytes(StandardCharsets.UTF_8).length;
            if (bytes > mostBytes - 100) {
                text.append("\n… and ").append(sorted.size() - shown).append(" more\n");
                break;
            }
            text.append(row);
            shown++;
        }
        return text.toString();
    }

    private static List<Problem> bySeverity(List<Problem> problems) {
        return problems.stream().sorted(Comparator.comparing(Problem::severity)).toList();
    }

    private static String annotation(Problem problem) {
        var position = problem.position();
        var place =
                position.line() == 0
                        ? ""
                        : ",line=%d,endLine=%d,col=%d"
                                .formatted(position.line(), position.line(), position.column());
        return "::"
                + problem.severity().word()
                + " file="
                + property(position.file())
                + place
                + ",title="
                + property(problem.code().id() + " " + problem.code().title())
                + "::"
                + data(said(problem))
                + "\n";
    }

    private static String row(Problem problem) {
        return "| %s | `%s` | %s | %s |\n"
                .formatted(
                        problem.severity().word(),
                        cell(problem.position().toString()).replace("`", "'"),
                        problem.code().id(),
                        cell(said(problem)));
    }

    private static String said(Problem problem) {
        return problem.message() + (problem.hint() == null ? "" : " (" + problem.hint() + ")");
    }

    /// What a workflow command's message must escape.
    private static String data(String text) {
        return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A");
    }

    /// A property's value ends at `,` and `:` as well.
    private static String property(String text) {
        return data(text).replace(":", "%3A").replace(",", "%2C");
    }

    /// No markup: what stands in a bundle is text.
    private static String cell(String text) {
        return text.replaceAll("\\p{Cc}", " ")
                .replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace("|", "\\|");
    }
}
