package io.agw.cli.command.trace;

import io.agw.cli.output.OneLine;
import io.agw.cli.output.Style;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/// Spans as an indented tree. A span whose parent is not kept stands at the top.
final class TraceTree {
    private final Style style;
    private final boolean attributes;

    TraceTree(Style style, boolean attributes) {
        this.style = style;
        this.attributes = attributes;
    }

    String of(JsonNode trace) {
        var spans = trace.path("spans").valueStream().toList();
        var known =
                spans.stream()
                        .map(span -> span.path("span_id").asString(""))
                        .collect(Collectors.toSet());
        Map<String, List<JsonNode>> children = new LinkedHashMap<>();
        for (var span : spans) {
            var parent = span.path("parent_id").asString("");
            children.computeIfAbsent(known.contains(parent) ? parent : "", _ -> new ArrayList<>())
                    .add(span);
        }
        var text = new StringBuilder();
        text.append("trace ").append(trace.path("trace_id").asString("")).append('\n');
        append(children, "", "", text);
        return text.toString();
    }

    private void append(
            Map<String, List<JsonNode>> children,
            String parent,
            String indent,
            StringBuilder text) {
        // Removed as it is shown, so that spans which are each other's parents end.
        var spans = children.remove(parent);
        if (spans == null) {
            return;
        }
        for (int i = 0; i < spans.size(); i++) {
            boolean last = i == spans.size() - 1;
            var span = spans.get(i);
            text.append(indent).append(last ? "└─ " : "├─ ").append(line(span)).append('\n');
            var below = indent + (last ? "   " : "│  ");
            if (attributes) {
                span.path("attributes")
                        .propertyStream()
                        .forEach(member ->
                                text.append(below)
                                        .append("     ")
                                        .append(style.faint(attribute(member)))
                                        .append('\n'));
            }
            append(children, span.path("span_id").asString(""), below, text);
        }
    }

    private String line(JsonNode span) {
        var status = span.path("status").asString("");
        return OneLine.of(span.path("name").asString(""))
                + "  "
                + String.format(Locale.ROOT, "%.1f ms", span.path("duration_ms").asDouble(0))
                + "  "
                + style.faint(span.path("kind").asString("").toLowerCase(Locale.ROOT))
                + (status.equals("error") ? "  " + style.red("error") : "");
    }

    private static String attribute(Map.Entry<String, JsonNode> member) {
        var value = member.getValue();
        return OneLine.of(
                member.getKey() + " = " + (value.isValueNode() ? value.asString("") : value));
    }
}
