package io.agw.cli.output;

import tools.jackson.databind.JsonNode;

/// Problems in their JSON form, one line each: `file:line:column: error AGW1101: message (hint)`.
public final class ProblemLines {
    private ProblemLines() {}

    /// One line each, after `indent`; empty when there is none.
    public static String of(Iterable<JsonNode> problems, String indent, Style style) {
        var text = new StringBuilder();
        for (var problem : problems) {
            var severity = problem.path("severity").asString("error");
            text.append(indent)
                    .append(OneLine.of(place(problem)))
                    .append(": ")
                    .append(
                            severity.equals("error")
                                    ? style.red(severity)
                                    : style.yellow(OneLine.of(severity)))
                    .append(' ')
                    .append(OneLine.of(problem.path("code").asString("")))
                    .append(": ")
                    .append(OneLine.of(problem.path("message").asString("")));
            var hint = problem.path("hint").asString("");
            text.append(hint.isEmpty() ? "" : " (" + OneLine.of(hint) + ")").append('\n');
        }
        return text.toString();
    }

    private static String place(JsonNode problem) {
        var file = problem.path("file").asString("");
        return problem.path("line").asInt(0) > 0
                ? file + ":" + problem.path("line").asInt(0) + ":" + problem.path("column").asInt(0)
                : file;
    }
}
