package io.agw.bundle.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/// A plan for people, made from its JSON form, so that it reads the same wherever the plan was
/// made. Lines end in `\n`.
public final class PlanText {
    private static final Pattern PLAIN = Pattern.compile("[\\p{L}\\p{N}._:/@%+*${}-]+");
    private static final int LONGEST_VALUE = 80;
    private static final int WIDEST_NAME = 48;
    private static final Map<String, Mark> MARKS =
            Map.of(
                    "create", new Mark("+", Tone.ADDED),
                    "update", new Mark("~", Tone.CHANGED),
                    "adopt", new Mark(">", Tone.CHANGED),
                    "delete", new Mark("-", Tone.REMOVED),
                    "conflict", new Mark("x", Tone.ALARM),
                    "skip", new Mark("=", Tone.QUIET));

    private final Style style;
    private final StringBuilder out = new StringBuilder();

    private PlanText(Style style) {
        this.style = style;
    }

    /// How parts of the text are set off, for example by colours of a terminal.
    @FunctionalInterface
    public interface Style {
        /// Nothing is set off.
        Style PLAIN = (_, text) -> text;

        String paint(Tone tone, String text);
    }

    /// What a part of the text says.
    public enum Tone {
        ADDED,
        CHANGED,
        REMOVED,
        ALARM,
        QUIET
    }

    private record Mark(String sign, Tone tone) {}

    /// @param plan the JSON form, as {@link PlanJson} writes it
    public static String of(JsonNode plan, Style style) {
        var text = new PlanText(style);
        text.header(plan);
        var changes = plan.path("changes");
        int width = 0;
        for (var change : changes) {
            width = Math.max(width, name(change).length());
        }
        for (var change : changes) {
            text.change(plan, change, Math.min(width, WIDEST_NAME));
        }
        text.unchanged(plan);
        text.overrides(plan.path("overrides"));
        text.problems(plan.path("diagnostics"), Tone.CHANGED);
        text.problems(plan.path("errors"), Tone.ALARM);
        text.summary(plan);
        return text.out.toString();
    }

    private void header(JsonNode plan) {
        out.append("Source ").append(plan.path("source").asString(""));
        var revision = plan.path("target").path("revision").asString("");
        if (!revision.isEmpty()) {
            out.append("  ").append(printable(revision));
        }
        out.append("  base store v")
                .append(plan.path("base").path("storeVersion").asLong(0))
                .append('\n');
    }

    private void change(JsonNode plan, JsonNode change, int width) {
        boolean reverts = change.path("cause").asString("").equals("drift");
        var mark =
                reverts
                        ? new Mark("!", Tone.CHANGED)
                        : MARKS.getOrDefault(op(change), new Mark("?", Tone.ALARM));
        var name = name(change);
        var gap = " ".repeat(Math.max(0, width - name.length()));
        out.append("  ")
                .append(style.paint(mark.tone, mark.sign + " " + name))
                .append(gap)
                .append("  ")
                .append(remark(plan, change))
                .append('\n');
        fields(change.path("diff"));
    }

    private static String op(JsonNode change) {
        return change.path("op").asString("");
    }

    private static String name(JsonNode change) {
        return printable(change.path("kind").asString("") + "/" + change.path("name").asString(""));
    }

    private String remark(JsonNode plan, JsonNode change) {
        var place = place(change.path("origin"));
        return switch (op(change)) {
            case "update" -> updated(change, place);
            case "adopt" ->
                    "adopt from "
                            + change.path("owner").asString("")
                            + (change.path("diff").isEmpty() ? ", identical" : "")
                            + "  "
                            + place;
            case "delete" -> "no longer declared" + blocked(plan);
            case "conflict" ->
                    style.paint(
                            Tone.ALARM,
                            "belongs to "
                                    + change.path("owner").asString("")
                                    + ", "
                                    + place(change.path("appliedOrigin")));
            case "skip" -> change.path("note").asString("unchanged");
            default -> place;
        };
    }

    private static String updated(JsonNode change, String place) {
        var overridden = change.path("overridden");
        return switch (change.path("cause").asString("")) {
            case "drift" ->
                    "drift: changed by "
                            + printable(overridden.path("actor").asString(""))
                            + " "
                            + printable(overridden.path("at").asString(""))
                            + ", will be reverted";
            case "force" -> "forced over " + change.path("owner").asString("") + "  " + place;
            default -> place;
        };
    }

    private String blocked(JsonNode plan) {
        var exceeded = new ArrayList<String>();
        for (var guard : plan.path("guards")) {
            if (guard.path("code").asString("").equals(Plan.Guard.PRUNE_LIMIT_EXCEEDED)) {
                exceeded.add(over(guard));
            }
        }
        return exceeded.isEmpty()
                ? ""
                : "  " + style.paint(Tone.ALARM, "[BLOCKED: " + String.join(", ", exceeded) + "]");
    }

    private static String over(JsonNode guard) {
        return guard.path("actual").asString("") + " > " + guard.path("limit").asString("");
    }

    private void fields(JsonNode diff) {
        int width = 0;
        for (var field : diff) {
            width = Math.max(width, field.path("path").asString("").length());
        }
        for (var field : diff) {
            var path = printable(field.path("path").asString(""));
            out.append("      ")
                    .append(path)
                    .append(" ".repeat(Math.max(0, width - path.length())))
                    .append(" : ")
                    .append(
                            field.path("sensitive").asBoolean(false)
                                    ? "(sensitive, " + words(field.path("verdict")) + ")"
                                    : value(field.path("before"))
                                            + " -> "
                                            + value(field.path("after")))
                    .append('\n');
        }
    }

    private static String words(JsonNode verdict) {
        return verdict.asString("changed").replace('_', ' ');
    }

    private static String value(JsonNode value) {
        if (value.isNull()) {
            return "(absent)";
        }
        var text = value.isString() ? value.asString() : value.toString();
        if (value.isString() && !PLAIN.matcher(text).matches()) {
            text = value.toString();
        }
        text = printable(text);
        return text.length() <= LONGEST_VALUE
                ? text
                : text.substring(0, text.offsetByCodePoints(0, LONGEST_VALUE / 2)) + "…";
    }

    private static String place(JsonNode origin) {
        var file = printable(origin.path("file").asString(""));
        int line = origin.path("line").asInt(0);
        return line == 0 ? file : file + ":" + line;
    }

    private void unchanged(JsonNode plan) {
        var summary = plan.path("summary");
        int shown = 0;
        for (var change : plan.path("changes")) {
            shown += op(change).equals("skip") ? 1 : 0;
        }
        int more = summary.path("skip").asInt(0) - shown;
        if (more > 0) {
            int notCompared = summary.path("notCompared").asInt(0);
            var line = "= " + more + " unchanged";
            if (notCompared > 0) {
                line += ", secrets of " + notCompared + " (sensitive, not compared)";
            }
            out.append("  ").append(style.paint(Tone.QUIET, line)).append('\n');
        }
    }

    private void overrides(JsonNode overrides) {
        for (var override : overrides) {
            out.append("  ")
                    .append(style.paint(Tone.CHANGED, "! " + name(override)))
                    .append("  drift for a time: ")
                    .append(override(override))
                    .append('\n');
        }
    }

    /// What counts instead of an object, in the words of every output: `day of turns 1 -> 3 by root
    /// until 2026-11-29T10:00:00Z, launch`.
    public static String override(JsonNode override) {
        return override.path("what").asString("")
                + " "
                + value(override.path("before"))
                + " -> "
                + value(override.path("after"))
                + " by "
                + printable(override.path("by").asString(""))
                + " until "
                + override.path("expires_at").asString("")
                + ", "
                + printable(override.path("reason").asString(""));
    }

    private void problems(JsonNode problems, Tone tone) {
        for (var problem : problems) {
            var column = problem.path("line").asInt(0) == 0 ? "" : ":" + problem.path("column");
            var hint = problem.path("hint").asString("");
            out.append(place(problem))
                    .append(column)
                    .append(": ")
                    .append(style.paint(tone, problem.path("severity").asString("")))
                    .append(' ')
                    .append(problem.path("code").asString(""))
                    .append(": ")
                    .append(printable(problem.path("message").asString("")))
                    .append(hint.isEmpty() ? "" : " (" + printable(hint) + ")")
                    .append('\n');
        }
    }

    private void summary(JsonNode plan) {
        var summary = plan.path("summary");
        var parts = new ArrayList<String>();
        for (var word : List.of("create", "update", "revert", "adopt", "delete", "conflict")) {
            int count = summary.path(word).asInt(0);
            if (count > 0) {
                parts.add(count + " " + word);
            }
        }
        if (parts.isEmpty()) {
            parts.add("no changes");
        }
        parts.add(summary.path("skip").asInt(0) + " unchanged");
        out.append("Plan ").append(plan.path("planId").asString("")).append(": ");
        out.append(String.join(", ", parts));
        var guards = new ArrayList<JsonNode>();
        plan.path("guards").forEach(guards::add);
        if (!guards.isEmpty()) {
            var codes =
                    guards.stream()
                            .map(guard -> guard.path("code").asString(""))
                            .distinct()
                            .collect(Collectors.joining(", "));
            out.append(". ").append(style.paint(Tone.ALARM, "Blocked: " + codes));
        } else if (!plan.path("errors").isEmpty()) {
            out.append(". ").append(style.paint(Tone.ALARM, "Cannot be applied"));
        }
        out.append('\n');
        guards.stream()
                .map(guard -> guard.path("approveWith").asString(""))
                .filter(command -> !command.isEmpty())
                .distinct()
                .forEach(command -> out.append("Approve with: ").append(command).append('\n'));
    }

    /// A text without what could rule the terminal or turn the order of what is read.
    private static String printable(String text) {
        if (text.codePoints().noneMatch(PlanText::isControl)) {
            return text;
        }
        var clean = new StringBuilder();
        text.codePoints().forEach(c -> clean.appendCodePoint(isControl(c) ? 0xFFFD : c));
        return clean.toString();
    }

    private static boolean isControl(int c) {
        return Character.isISOControl(c) || Character.getType(c) == Character.FORMAT;
    }
}
