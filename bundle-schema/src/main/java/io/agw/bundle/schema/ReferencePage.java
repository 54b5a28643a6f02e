package io.agw.bundle.schema;

import io.agw.bundle.model.Kind;
import io.agw.bundle.shape.FieldShape;
import io.agw.bundle.shape.FieldType;
import io.agw.bundle.shape.RecordShape;
import io.agw.bundle.shape.Shapes;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Collectors;

/// Makes the reference page of the bundle, Markdown: a table for each kind and each record in it.
public final class ReferencePage {
    private final Shapes shapes;
    private final Set<RecordShape> seen = new LinkedHashSet<>();
    private final Deque<RecordShape> waiting = new ArrayDeque<>();
    private final StringBuilder page = new StringBuilder();

    private ReferencePage(Shapes shapes) {
        this.shapes = shapes;
    }

    /// The whole page.
    public static String of(Shapes shapes) {
        return new ReferencePage(shapes).make();
    }

    private String make() {
        page.append(
                """
                # Bundle reference

                Generated from the records of `io.agw.bundle.model`; the build says when it is out of date.
                The same as a JSON Schema: `agwctl schema`.

                A bundle is one or more YAML documents with `apiVersion: gateway.agw/v1alpha1` and
                `kind: GatewayBundle`, and the sections below, each a list. Any value may be a reference,
                `${NAME}`, `${NAME:-default}` or `${file:PATH}`; `$${` is a literal `${`. A *secret* should be
                one. *Set* lists have no order.
                """);
        for (var kind : Kind.values()) {
            page.append("\n## `").append(kind.section()).append("`\n");
            seen.add(shapes.of(kind));
            section(shapes.of(kind));
        }
        page.append("\n## Parts\n");
        while (!waiting.isEmpty()) {
            var shape = waiting.removeFirst();
            page.append("\n### ").append(Names.of(shape.type())).append('\n');
            section(shape);
        }
        return page.toString();
    }

    private void section(RecordShape shape) {
        if (!shape.doc().isEmpty()) {
            page.append('\n').append(shape.doc()).append('\n');
        }
        page.append("\n| member | type | default | meaning |\n|---|---|---|---|\n");
        for (var field : shape.fields()) {
            page.append("| `")
                    .append(field.name())
                    .append("` | ")
                    .append(cell(type(field.type())))
                    .append(" | ")
                    .append(cell(absence(field)))
                    .append(" | ")
                    .append(cell(field.doc()))
                    .append(refers(field))
                    .append(" |\n");
        }
    }

    private String type(FieldType type) {
        return switch (type) {
            case FieldType.Text(var form) -> form == null ? "string" : "string, " + form.expected();
            case FieldType.Bool _ -> "boolean";
            case FieldType.Int integer -> "integer" + range(integer);
            case FieldType.Real _ -> "number";
            case FieldType.DurationText _ -> "duration";
            case FieldType.Timestamp _ -> "time";
            case FieldType.Choice choice ->
                    choice.words().keySet().stream()
                            .map(word -> "`" + word + "`")
                            .collect(Collectors.joining(", "));
            case FieldType.Spelled(var spelling) -> "string, " + spelling.expected();
            case FieldType.ListOf list ->
                    (list.unordered() ? "set of " : "list of ") + type(list.element());
            case FieldType.MapOf map -> "map of " + type(map.value());
            case FieldType.Nested(var shape) -> link(shape);
            case FieldType.Union union ->
                    union.cases().entrySet().stream()
                            .map(entry ->
                                    "`"
                                            + union.tag()
                                            + ": "
                                            + entry.getKey()
                                            + "` "
                                            + link(entry.getValue()))
                            .collect(Collectors.joining(", "));
            case FieldType.SecretText _ -> "secret";
            case FieldType.Free _ -> "any value";
        };
    }

    private String link(RecordShape shape) {
        if (seen.add(shape)) {
            waiting.addLast(shape);
        }
        var name = Names.of(shape.type());
        return "[" + name + "](#" + name + ")";
    }

    private static String range(FieldType.Int type) {
        boolean least = type.min() > (type.wide() ? Long.MIN_VALUE : Integer.MIN_VALUE);
        boolean most = type.max() < (type.wide() ? Long.MAX_VALUE : Integer.MAX_VALUE);
        if (least && most) {
            return ", " + type.min() + " to " + type.max();
        }
        return least ? ", at least " + type.min() : most ? ", at most " + type.max() : "";
    }

    private static String absence(FieldShape field) {
        return switch (field.presence()) {
            case REQUIRED -> "required";
            case OPTIONAL -> field.kept() ? "kept" : "";
            case EMPTY -> field.kept() ? "kept" : "none";
            case DERIVED -> "made from others";
            case DEFAULTED ->
                    field.defaultJson()
                            .map(value ->
                                    "`"
                                            + (value.isString()
                                                    ? value.asString()
                                                    : value.toString())
                                            + "`")
                            .orElse("");
        };
    }

    private static String refers(FieldShape field) {
        return field.refers().isEmpty()
                ? ""
                : " Names "
                        + field.refers().stream()
                                .map(kind ->
                                        "[`"
                                                + kind.section()
                                                + "`](#"
                                                + kind.section().toLowerCase(java.util.Locale.ROOT)
                                                + ")")
                                .collect(Collectors.joining(", "))
                        + ".";
    }

    private static String cell(String text) {
        return text.replace("|", "\\|").replace("\n", " ");
    }
}
