package io.agw.server.admin.usage;

import java.util.List;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/// Lines of comma-separated values, after RFC 4180.
public final class Csv {
    private static final String FORMULA = "=+-@\t\r";

    private Csv() {}

    public static String header(List<String> columns) {
        return String.join(",", columns) + "\r\n";
    }

    /// The members of an object; what is not there is empty.
    public static String line(List<String> columns, JsonNode object) {
        return columns.stream()
                .map(column -> cell(object.path(column)))
                .collect(Collectors.joining(",", "", "\r\n"));
    }

    private static String cell(JsonNode value) {
        if (value.isMissingNode() || value.isNull()) {
            return "";
        }
        var text = value.isValueNode() ? value.asString() : value.toString();
        if (value.isNumber()) {
            return text;
        }
        // names come from clients: none of them is to be a spreadsheet's formula
        var plain = !text.isEmpty() && FORMULA.indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
        return plain.chars().anyMatch(c -> c == '"' || c == ',' || c == '\n' || c == '\r')
                ? '"' + plain.replace("\"", "\"\"") + '"'
                : plain;
    }
}
