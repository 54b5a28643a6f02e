package io.agw.cli.output;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/// A plan in its JSON form, for people.
public final class PlanText {
    private static final Map<String, String> MARKS =
            Map.of(
                    "create", "+",
                    "update", "~",
                    "revert", "!",
                    "adopt", ">",
                    "delete", "-",
                    "conflict", "x",
                    "skip", "=");
    private static final List<String> WORDS =
            List.of("create", "update", "revert", "adopt", "delete", "conflict");

    private final Style style;

    public PlanText(Style style) {
        this.style = style;
    }

    /// Every change with its fields, then one line that counts them.
    public String of(JsonNode plan) {
        var text = new StringBuilder();
        for (var change : plan.path("changes")) {
            append(change, text);
        }
        int unchanged = plan.at("/summary/skip").asInt(0);
        if (unchanged > 0) {
            text.append(style.faint("  = " + unchanged + " unchanged")).append('\n');
        }
        for (var guard : plan.path("guards")) {
            text.append(style.red("blocked by " + OneLine.of(guard.path("code").asString(""))))
                    .append(": ")
                    .append(OneLine.of(guard.path("actual").asString("")))
                    .append(" (limit ")
                    .append(OneLine.of(guard.path("limit").asString("")))
                    .append(')');
            var approve = guard.path("approveWith").asString("");
            text.append(approve.isEmpty() ? "" : "; to approve: " + OneLine.of(approve))
                    .append('\n');
        }
        text.append(ProblemLines.of(plan.path("diagnostics"), "", style));
        return text.append(summary(plan)).append('\n').toString();
    }

    private void append(JsonNode change, StringBuilder text) {
        var op = change.path("op").asString("");
        var object =
                OneLine.of(
                        change.path("kind").asString("") + "/" + change.path("name").asString(""));
        var line = "  " + MARKS.getOrDefault(op, "?") + " " + object;
        var remark = remark(change);
        text.append(coloured(op, line))
                .append(remark.isEmpty() ? "" : "  " + OneLine.of(remark))
                .append('\n');
        for (var field : change.path("diff")) {
            text.append("      ")
                    .append(OneLine.of(field.path("path").asString("")))
                    .append(": ")
                    .append(difference(field))
                    .append('\n');
        }
    }

    private static String remark(JsonNode change) {
        var message = change.path("message").asString("");
        if (!message.isEmpty()) {
            return message;
        }
        var note = change.path("note").asString("");
        if (!note.isEmpty()) {
            return note;
        }
        var origin = change.path("origin");
        return origin.isObject()
                ? origin.path("file").asString("") + ":" + origin.path("line").asInt(0)
                : "";
    }

    private String difference(JsonNode field) {
        if (field.path("sensitive").asBoolean(false)) {
            var verdict = field.path("verdict").asString("changed").replace('_', ' ');
            return "(sensitive, " + OneLine.of(verdict) + ")";
        }
        return style.red(value(field, "before")) + " -> " + style.green(value(field, "after"));
    }

    private static String value(JsonNode field, String member) {
        var value = field.path(member);
        return value.isMissingNode() || value.isNull() ? "(none)" : value.toString();
    }

    private static String summary(JsonNode plan) {
        var counts = new ArrayList<String>();
        for (var word : WORDS) {
            int count = plan.at("/summary/" + word).asInt(0);
            if (count > 0) {
                counts.add(count + " " + word);
            }
        }
        var id = plan.path("planId").asString("");
        return "plan"
                + (id.isEmpty() ? "" : " " + OneLine.of(id))
                + ": "
                + (counts.isEmpty() ? "no changes" : String.join(", ", counts));
    }

    private String coloured(String op, String line) {
        return switch (op) {
            case "create", "adopt" -> style.green(line);
            case "update", "revert" -> style.yellow(line);
            case "delete", "conflict" -> style.red(line);
            default -> style.faint(line);
        };
    }
}
