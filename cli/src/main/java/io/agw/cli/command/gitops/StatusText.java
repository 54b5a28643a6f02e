package io.agw.cli.command.gitops;

import static io.agw.cli.output.Column.column;
import static io.agw.cli.output.Column.revision;

import io.agw.bundle.plan.PlanText;
import io.agw.cli.output.Column;
import io.agw.cli.output.OneLine;
import io.agw.cli.output.ProblemLines;
import io.agw.cli.output.Style;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// A source's state for people: why it is not ready, where, and what to do.
final class StatusText {
    static final List<Column> COLUMNS =
            List.of(
                    column("NAME", "/name"),
                    column("TYPE", "/type"),
                    column("PHASE", "/status/phase"),
                    revision("APPLIED", "/status/lastApplied/revision"),
                    column("AT", "/status/lastApplied/at"),
                    column("OBJECTS", "/status/inventory/count"));

    private final Style style;

    StatusText(Style style) {
        this.style = style;
    }

    /// What the table leaves out: nothing for a source that is ready and not suspended.
    String details(JsonNode source) {
        var text = new StringBuilder();
        var status = source.path("status");
        var ready = Condition.ready(source);
        if (!ready.isTrue()) {
            text.append('\n')
                    .append(style.red(source.path("name").asString("") + ": " + ready.reason()))
                    .append(": ")
                    .append(OneLine.of(ready.message()))
                    .append('\n');
            text.append(ProblemLines.of(status.path("problems"), "  ", style));
            var serving = status.at("/lastApplied/revision").asString("");
            if (!serving.isEmpty()) {
                text.append("  still serving ").append(OneLine.of(serving)).append('\n');
            }
        }
        append(text, source, status);
        return text.toString();
    }

    private void append(StringBuilder text, JsonNode source, JsonNode status) {
        var name = source.path("name").asString("");
        if (status.path("suspended").isObject()) {
            var suspended = status.path("suspended");
            line(
                    text,
                    name + ": suspended by " + suspended.path("actor").asString("?"),
                    suspended.path("reason").asString(""),
                    suspended.path("until").asString("").isEmpty()
                            ? ""
                            : "until " + suspended.path("until").asString(""));
        }
        for (var held : status.path("held")) {
            line(
                    text,
                    name + ": held back " + held.path("revision").asString(""),
                    held.path("reason").asString(""),
                    "agwctl gitops release "
                            + held.path("revision").asString("")
                            + " --source "
                            + name);
        }
        var pending = status.path("pendingPlan");
        if (pending.isObject()) {
            for (var guard : pending.path("guards")) {
                line(
                        text,
                        name + ": blocked by " + guard.path("code").asString(""),
                        guard.path("actual").asString("")
                                + " (limit "
                                + guard.path("limit").asString("")
                                + ")",
                        "agwctl gitops approve " + pending.path("planId").asString(""));
            }
        }
        for (var override : status.path("overrides")) {
            line(
                    text,
                    name
                            + ": drift of "
                            + override.path("kind").asString("")
                            + "/"
                            + override.path("name").asString("")
                            + " for a time",
                    PlanText.override(override),
                    "");
        }
        for (var condition : status.path("conditions")) {
            if (!condition.path("type").asString("").equals("Ready")
                    && condition.path("status").asString("").equals("True")) {
                line(
                        text,
                        name + ": " + condition.path("type").asString(""),
                        condition.path("message").asString(""),
                        "");
            }
        }
    }

    private void line(StringBuilder text, String head, String middle, String tail) {
        text.append(style.yellow(OneLine.of(head)))
                .append(middle.isEmpty() ? "" : ": " + OneLine.of(middle))
                .append(tail.isEmpty() ? "" : "  [" + OneLine.of(tail) + "]")
                .append('\n');
    }
}
