package io.agw.cli.output;

import java.io.PrintStream;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// Writes answers to standard output in the asked format, and flushes each, so that an answer is
/// out before the program ends with whatever code.
public final class Printer {
    private final PrintStream out;
    private final Format format;
    private final Style style;

    public Printer(PrintStream out, Format format, Style style) {
        this.out = out;
        this.format = format;
        this.style = style;
    }

    public Format format() {
        return format;
    }

    public Style style() {
        return style;
    }

    /// A listing: a table, or the bare array.
    public void list(List<Column> columns, JsonNode items) {
        if (format == Format.TABLE) {
            text(Table.of(columns, items));
        } else {
            tree(items);
        }
    }

    /// One object: a table of one row where there are columns, or the object.
    public void single(List<Column> columns, JsonNode object) {
        if (format == Format.TABLE && !columns.isEmpty()) {
            text(Table.of(columns, List.of(object)));
        } else {
            tree(object);
        }
    }

    /// A table, whatever the format.
    public void rows(List<Column> columns, Iterable<JsonNode> items) {
        text(Table.of(columns, items));
    }

    /// One value: YAML when asked for, else JSON.
    public void tree(JsonNode tree) {
        text(format == Format.YAML ? Json.yaml(tree) : Json.pretty(tree));
    }

    /// Text as it is.
    public void text(String text) {
        out.print(text);
        out.flush();
    }

    public void line(String line) {
        text(line + "\n");
    }
}
