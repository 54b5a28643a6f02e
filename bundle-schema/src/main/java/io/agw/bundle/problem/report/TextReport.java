package io.agw.bundle.problem.report;

import io.agw.bundle.document.SourceFile;
import io.agw.bundle.problem.Code;
import io.agw.bundle.problem.Problem;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Lines for people.
final class TextReport {
    private static final int MOST_WIDTH = 160;

    /// What these are about may stand in clear on the line.
    private static final Set<Code> NEVER_SHOWN =
            Set.of(
                    Code.LITERAL_SECRET,
                    Code.BAD_REFERENCE,
                    Code.YAML_SYNTAX,
                    Code.NOT_UTF8,
                    Code.LIMIT_EXCEEDED);

    /// A line on which a member's name says that its value is none of anybody's business.
    private static final String SENSITIVE =
            "(?i).*(key|secret|token|password|authorization|proxy|header|env).*";

    private TextReport() {}

    static String of(List<Problem> problems, List<SourceFile> files) {
        var lines = new HashMap<String, List<String>>();
        var text = new StringBuilder();
        for (var problem : problems) {
            text.append(oneLine(problem.toString())).append('\n');
            excerpt(problem, files, lines).ifPresent(text::append);
        }
        return text.toString();
    }

    private static Optional<String> excerpt(
            Problem problem, List<SourceFile> files, Map<String, List<String>> lines) {
        var position = problem.position();
        if (position.line() == 0 || NEVER_SHOWN.contains(problem.code())) {
            return Optional.empty();
        }
        var ofFile = lines.computeIfAbsent(position.file(), path -> linesOf(path, files));
        if (position.line() > ofFile.size()) {
            return Optional.empty();
        }
        var line = ofFile.get(position.line() - 1);
        if (line.length() > MOST_WIDTH || line.matches(SENSITIVE)) {
            return Optional.empty();
        }
        var margin = "%5d | ".formatted(position.line());
        return Optional.of(
                margin
                        + oneLine(line)
                        + "\n"
                        + " ".repeat(margin.length() + Math.max(0, position.column() - 1))
                        + "^\n");
    }

    private static List<String> linesOf(String path, List<SourceFile> files) {
        return files.stream()
                .filter(file -> file.path().equals(path))
                .findFirst()
                .map(file -> new String(file.bytes(), StandardCharsets.UTF_8).lines().toList())
                .orElse(List.of());
    }

    private static String oneLine(String text) {
        return text.replaceAll("\\p{Cc}", " ").stripTrailing();
    }
}
