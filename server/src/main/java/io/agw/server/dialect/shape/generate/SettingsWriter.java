package io.agw.server.dialect.shape.generate;

import io.agw.server.dialect.conversation.AnswerSettings;
import io.agw.server.dialect.conversation.OutputFormat;
import io.agw.server.dialect.shape.Inexpressible;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Writes `generationConfig`. Not thread-safe.
final class SettingsWriter {
    private static final String JSON = "application/json";

    private final ModelTraits traits;
    private final List<String> left;

    SettingsWriter(ModelTraits traits, List<String> left) {
        this.traits = traits;
        this.left = left;
    }

    ObjectNode write(AnswerSettings settings) throws Inexpressible {
        var config = JsonNodeFactory.instance.objectNode();
        whole(config, "maxOutputTokens", settings.maxTokens());
        number(config, "temperature", settings.temperature());
        number(config, "topP", settings.topP());
        whole(config, "topK", settings.topK());
        if (!settings.stop().isEmpty()) {
            var stop = config.putArray("stopSequences");
            settings.stop().forEach(stop::add);
        }
        number(config, "frequencyPenalty", settings.frequencyPenalty());
        number(config, "presencePenalty", settings.presencePenalty());
        whole(config, "seed", seed(settings.seed()));
        format(config, settings.format());
        if (settings.reasoning() != null) {
            var thinking = new ThinkingWriter(traits.thought(), left);
            config.set("thinkingConfig", thinking.write(settings.reasoning()));
        }
        verbosity(settings.verbosity());
        return config;
    }

    private static @Nullable Long seed(@Nullable Long seed) throws Inexpressible {
        if (seed != null && seed != seed.intValue()) {
            throw new Inexpressible("seed", seed + " (expected: a number of 32 bits)");
        }
        return seed;
    }

    private void format(ObjectNode config, @Nullable OutputFormat format) {
        switch (format) {
            case null -> {}
            case OutputFormat.Text _ -> config.put("responseMimeType", "text/plain");
            case OutputFormat.JsonObject _ -> config.put("responseMimeType", JSON);
            case OutputFormat.JsonSchema schema -> {
                config.put("responseMimeType", JSON);
                config.set("responseJsonSchema", described(schema));
                if (schema.name() != null) {
                    left.add("response_format.json_schema.name");
                }
            }
        }
    }

    /// What the client says about a schema has its place in the schema alone.
    private static JsonNode described(OutputFormat.JsonSchema format) {
        if (format.description() == null
                || !(format.schema() instanceof ObjectNode schema)
                || schema.has("description")) {
            return format.schema();
        }
        return schema.deepCopy().put("description", format.description());
    }

    private void verbosity(@Nullable String verbosity) throws Inexpressible {
        if (verbosity == null) {
            return;
        }
        if (!verbosity.equals("medium")) {
            throw new Inexpressible("verbosity", "\"" + verbosity + "\" (expected: medium)");
        }
        left.add("verbosity");
    }

    private static void whole(ObjectNode to, String name, @Nullable Long value) {
        if (value != null) {
            to.put(name, value);
        }
    }

    private static void number(ObjectNode to, String name, @Nullable Double value) {
        if (value != null) {
            to.put(name, value);
        }
    }
}
