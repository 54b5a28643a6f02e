package io.agw.cli.output;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;

/// Header, dashes, rows; columns two spaces apart, no space at a line's end.
final class Table {
    private Table() {}

    static String of(List<Column> columns, Iterable<JsonNode> items) {
        var rows = new ArrayList<List<String>>();
        rows.add(columns.stream().map(Column::header).toList());
        for (var item : items) {
            rows.add(columns.stream().map(column -> column.cell(item)).toList());
        }
        var widths =
                IntStream.range(0, columns.size())
                        .map(i -> rows.stream().mapToInt(row -> width(row.get(i))).max().orElse(0))
                        .toArray();
        rows.add(1, IntStream.of(widths).mapToObj("-"::repeat).toList());
        return rows.stream().map(row -> line(row, widths)).collect(Collectors.joining());
    }

    private static String line(List<String> row, int[] widths) {
        var line = new StringBuilder();
        for (int i = 0; i < row.size(); i++) {
            var cell = row.get(i);
            line.append(cell).append(" ".repeat(widths[i] - width(cell) + 2));
        }
        return line.toString().stripTrailing() + "\n";
    }

    private static int width(String cell) {
        return cell.codePointCount(0, cell.length());
    }
}
