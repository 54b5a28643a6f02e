package io.agw.cli.output;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/// One column of a listing.
///
/// @param header in capitals
/// @param pointers JSON pointers into an item; the first one that is present is shown
/// @param isRevision whether digests in it are cut to as many digits as people need
public record Column(String header, List<String> pointers, boolean isRevision) {
    private static final Pattern DIGEST = Pattern.compile("(sha(?:1|256):[0-9a-f]{12})[0-9a-f]+");

    public Column {
        pointers = List.copyOf(pointers);
    }

    public static Column column(String header, String... pointers) {
        return new Column(header, List.of(pointers), false);
    }

    public static Column revision(String header, String... pointers) {
        return new Column(header, List.of(pointers), true);
    }

    /// The cell's text: `-` for nothing, `yes` or `no`, a list's elements (or their names) with
    /// commas.
    public String cell(JsonNode item) {
        for (var pointer : pointers) {
            var value = item.at(pointer);
            if (!value.isMissingNode() && !value.isNull()) {
                var text = text(value);
                return isRevision ? DIGEST.matcher(text).replaceAll("$1") : text;
            }
        }
        return "-";
    }

    private static String text(JsonNode value) {
        if (value.isBoolean()) {
            return value.booleanValue() ? "yes" : "no";
        }
        if (value.isArray()) {
            var joined =
                    value.valueStream()
                            .map(element -> element.isObject() ? element.path("name") : element)
                            .map(JsonNode::asString)
                            .collect(Collectors.joining(","));
            return joined.isEmpty() ? "-" : joined;
        }
        if (value.isObject()) {
            return value.toString();
        }
        return value.asString().isBlank() ? "-" : OneLine.of(value.asString());
    }
}
