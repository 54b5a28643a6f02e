package io.agw.cli.command.gateway;

import io.agw.cli.client.AdminRefused;
import io.agw.cli.command.PlanAnswer;
import io.agw.cli.output.Format;
import io.agw.cli.output.Json;
import io.agw.cli.output.OneLine;
import io.agw.cli.output.Printer;
import io.agw.cli.output.ProblemLines;
import io.agw.cli.shell.ExitCode;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// What an apply did, one line for each object and a summary, in a form that scripts rely on. The
/// last line says so when nothing was written.
final class ApplyReport {
    private static final List<String> WORDS =
            List.of("create", "update", "skip", "error", "adopt", "delete", "conflict");

    private final Printer printer;
    private final String label;

    ApplyReport(Printer printer, String label) {
        this.printer = printer;
        this.label = label;
    }

    /// Reports a plan that was applied, or one that would be.
    ExitCode done(JsonNode plan, boolean dryRun) {
        var code = dryRun ? PlanAnswer.standsAgainst(plan) : ExitCode.DONE;
        print(plan, plan.path("errors"), code == ExitCode.DONE);
        if (dryRun && printer.format() == Format.TABLE) {
            printer.line("dry run: nothing was written");
        }
        return code;
    }

    /// Reports an apply that the gateway refused.
    void refused(AdminRefused refused) {
        var plan = refused.body().path("plan");
        var problems = refused.body().path("problems");
        print(plan, problems.isEmpty() ? plan.path("errors") : problems, false);
        nothingWritten(printer);
    }

    static void nothingWritten(Printer printer) {
        if (printer.format() == Format.TABLE) {
            printer.line("nothing was written");
        }
    }

    private void print(JsonNode plan, JsonNode problems, boolean isOk) {
        var counts = counts(plan, problems);
        if (printer.format() != Format.TABLE) {
            printer.tree(tree(plan, problems, counts, isOk));
            return;
        }
        var text = new StringBuilder("gateway apply: " + label + "\n");
        for (var change : plan.path("changes")) {
            var word = word(change);
            var message = message(change);
            text.append("  ")
                    .append(word)
                    .append(' ')
                    .append(OneLine.of(change.path("kind").asString("")))
                    .append(' ')
                    .append(OneLine.of(change.path("name").asString("")))
                    .append(message.isEmpty() ? "" : ": " + message)
                    .append('\n');
        }
        text.append(ProblemLines.of(problems, "", printer.style()));
        for (var guard : plan.path("guards")) {
            text.append("blocked by ")
                    .append(OneLine.of(guard.path("code").asString("")))
                    .append(": ")
                    .append(OneLine.of(guard.path("actual").asString("")))
                    .append(" (limit ")
                    .append(OneLine.of(guard.path("limit").asString("")))
                    .append(")\n");
        }
        text.append("summary:");
        for (var word : WORDS) {
            text.append(' ').append(word).append('=').append(counts.path(word).asInt(0));
        }
        printer.line(text.toString());
    }

    private ObjectNode tree(JsonNode plan, JsonNode problems, ObjectNode counts, boolean isOk) {
        var tree = Json.object().put("file", label).put("status", isOk ? "ok" : "error");
        var planId = plan.path("planId").asString("");
        if (!planId.isEmpty()) {
            tree.put("plan_id", planId);
        }
        var actions = tree.putArray("actions");
        for (var change : plan.path("changes")) {
            var action =
                    actions.addObject()
                            .put("kind", change.path("kind").asString(""))
                            .put("id", change.path("name").asString(""))
                            .put("action", word(change));
            var message = message(change);
            if (!message.isEmpty()) {
                action.put("error", message);
            }
        }
        tree.set("counts", counts);
        if (!problems.isEmpty()) {
            tree.set("problems", problems);
        }
        if (!plan.path("guards").isEmpty()) {
            tree.set("guards", plan.path("guards"));
        }
        return tree;
    }

    private static ObjectNode counts(JsonNode plan, JsonNode problems) {
        var summary = plan.path("summary");
        long errors =
                problems.valueStream()
                        .filter(problem -> problem.path("severity").asString("").equals("error"))
                        .count();
        var counts = Json.object();
        for (var word : WORDS) {
            counts.put(word, summary.path(word).asInt(0));
        }
        return counts.put(
                        "update", summary.path("update").asInt(0) + summary.path("revert").asInt(0))
                .put("error", errors);
    }

    /// The word of a line: reverting drift is an update.
    private static String word(JsonNode change) {
        var op = change.path("op").asString("");
        return op.equals("revert") ? "update" : op;
    }

    /// Why a line is there that is no plain change.
    private static String message(JsonNode change) {
        if (!change.path("op").asString("").equals("conflict")) {
            return "";
        }
        var origin = change.path("appliedOrigin");
        return OneLine.of(
                "belongs to "
                        + change.path("owner").asString("")
                        + ", "
                        + origin.path("file").asString("")
                        + ":"
                        + origin.path("line").asInt(0));
    }
}
