package io.agw.server.dialect.shape.generate;

import io.agw.server.dialect.conversation.AnswerSettings;
import io.agw.server.dialect.conversation.OutputFormat;
import io.agw.server.dialect.conversation.Reasoning;
import io.agw.server.dialect.shape.Fields;
import io.agw.server.dialect.shape.Inexpressible;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads `generationConfig`.
final class SettingsReader {
    private static final String JSON = "application/json";

    private final Aside aside;

    SettingsReader(Aside aside) {
        this.aside = aside;
    }

    AnswerSettings read(Fields request) throws Inexpressible {
        var config = request.object("generationConfig");
        if (config == null) {
            return AnswerSettings.UNSAID;
        }
        var settings =
                new AnswerSettings(
                        config.whole("maxOutputTokens"),
                        config.number("temperature"),
                        config.number("topP"),
                        topK(config),
                        config.texts("stopSequences"),
                        config.number("frequencyPenalty"),
                        config.number("presencePenalty"),
                        config.whole("seed"),
                        reasoning(config),
                        format(config),
                        null);
        candidates(config);
        modalities(config);
        aside.hint(config.path("mediaResolution"), config.any("mediaResolution"));
        aside.rest(config);
        return settings;
    }

    /// The vendor's own clients write it with a decimal point.
    private static @Nullable Long topK(Fields config) throws Inexpressible {
        var number = config.number("topK");
        if (number == null) {
            return null;
        }
        if (number != Math.rint(number)) {
            throw new Inexpressible(config.path("topK"), number + " (expected: a whole number)");
        }
        return number.longValue();
    }

    private void candidates(Fields config) throws Inexpressible {
        var count = config.whole("candidateCount");
        if (count != null && count != 1) {
            aside.foreign(config.path("candidateCount"));
        }
    }

    private void modalities(Fields config) throws Inexpressible {
        if (!config.texts("responseModalities").stream().allMatch("TEXT"::equalsIgnoreCase)) {
            aside.foreign(config.path("responseModalities"));
        }
    }

    private @Nullable Reasoning reasoning(Fields config) throws Inexpressible {
        var thinking = config.object("thinkingConfig");
        if (thinking == null) {
            return null;
        }
        var reasoning = ThinkingReader.read(thinking);
        aside.rest(thinking);
        return reasoning;
    }

    private @Nullable OutputFormat format(Fields config) throws Inexpressible {
        var schema = ToolReader.schema(config, "responseSchema", "responseJsonSchema");
        var type = config.text("responseMimeType");
        if (schema != null && (type == null || type.equals(JSON))) {
            return new OutputFormat.JsonSchema(null, null, schema, null);
        }
        if (type == null) {
            return null;
        }
        return switch (type) {
            case JSON -> new OutputFormat.JsonObject();
            case "text/plain" -> new OutputFormat.Text();
            case "text/x.enum" -> {
                aside.foreign(config.path("responseMimeType"));
                yield null;
            }
            default ->
                    throw config.unknownWord(
                            "responseMimeType", type, List.of(JSON, "text/plain", "text/x.enum"));
        };
    }
}
