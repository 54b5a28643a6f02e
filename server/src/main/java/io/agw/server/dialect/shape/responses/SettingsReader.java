package io.agw.server.dialect.shape.responses;

import io.agw.server.dialect.conversation.AnswerSettings;
import io.agw.server.dialect.conversation.OutputFormat;
import io.agw.server.dialect.conversation.Reasoning;
import io.agw.server.dialect.shape.Asides;
import io.agw.server.dialect.shape.Fields;
import io.agw.server.dialect.shape.Inexpressible;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads how an answer is to be made.
final class SettingsReader {
    private static final List<String> EFFORTS =
            List.of("none", "minimal", "low", "medium", "high", "xhigh", "max");

    private final Asides asides;

    SettingsReader(Asides asides) {
        this.asides = asides;
    }

    AnswerSettings read(Fields request) throws Inexpressible {
        var text = request.object("text");
        var settings =
                new AnswerSettings(
                        request.whole("max_output_tokens"),
                        request.number("temperature"),
                        request.number("top_p"),
                        null,
                        List.of(),
                        null,
                        null,
                        null,
                        reasoning(request.object("reasoning")),
                        text == null ? null : format(text.object("format")),
                        text == null ? null : text.text("verbosity"));
        if (text != null) {
            asides.rest(text);
        }
        return settings;
    }

    private @Nullable OutputFormat format(@Nullable Fields format) throws Inexpressible {
        if (format == null) {
            return null;
        }
        OutputFormat read;
        switch (format.requiredText("type")) {
            case "text" -> read = new OutputFormat.Text();
            case "json_object" -> read = new OutputFormat.JsonObject();
            case "json_schema" -> read = schema(format);
            default -> {
                asides.foreign(format.path());
                return null;
            }
        }
        asides.rest(format);
        return read;
    }

    private static OutputFormat schema(Fields format) throws Inexpressible {
        var schema = format.object("schema");
        if (schema == null) {
            throw format.missing("schema", "an object");
        }
        return new OutputFormat.JsonSchema(
                format.text("name"),
                format.text("description"),
                schema.node(),
                format.flag("strict"));
    }

    private @Nullable Reasoning reasoning(@Nullable Fields reasoning) throws Inexpressible {
        if (reasoning == null) {
            return null;
        }
        var effort = reasoning.text("effort");
        if (effort != null && !EFFORTS.contains(effort)) {
            throw reasoning.unknownWord("effort", effort, EFFORTS);
        }
        var shown = shown(reasoning);
        asides.rest(reasoning);
        if (effort == null) {
            return shown == null ? null : new Reasoning(Reasoning.Mode.ADAPTIVE, null, null, shown);
        }
        return effort.equals("none")
                ? new Reasoning(Reasoning.Mode.OFF, null, null, shown)
                : new Reasoning(Reasoning.Mode.ON, effort, null, shown);
    }

    /// How much of a thought is shown is a matter of taste; whether it is, is not.
    private @Nullable Boolean shown(Fields reasoning) throws Inexpressible {
        var summary = reasoning.text("summary");
        var old = reasoning.text("generate_summary");
        if (summary != null && !summary.equals("auto") && !summary.equals("none")) {
            asides.hint(reasoning, "summary");
        }
        var word = summary == null ? old : summary;
        return word == null ? null : Boolean.valueOf(!word.equals("none"));
    }
}
