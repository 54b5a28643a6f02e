package io.agw.bundle.text;

import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.core.util.Separators;
import tools.jackson.core.util.Separators.Spacing;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// JSON for people and for files in git: indented by two, one element a line, a final line break,
/// the same on every system.
public final class PrettyJson {
    private PrettyJson() {}

    public static String of(JsonNode tree) {
        var lines = new DefaultIndenter("  ", "\n");
        var printer =
                new DefaultPrettyPrinter(
                                Separators.createDefaultInstance()
                                        .withObjectNameValueSpacing(Spacing.AFTER)
                                        .withObjectEmptySeparator("")
                                        .withArrayEmptySeparator(""))
                        .withArrayIndenter(lines)
                        .withObjectIndenter(lines);
        return JsonMapper.builder()
                        .enable(SerializationFeature.INDENT_OUTPUT)
                        .defaultPrettyPrinter(printer)
                        .build()
                        .writeValueAsString(tree)
                + "\n";
    }
}
