package io.agw.server.dialect.shape.converse;

import io.agw.server.dialect.conversation.AnswerSettings;
import io.agw.server.dialect.conversation.OutputFormat;
import io.agw.server.dialect.conversation.Reasoning;
import io.agw.server.dialect.shape.Inexpressible;
import io.agw.server.dialect.shape.Left;
import io.agw.server.dialect.shape.ToolArguments;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// Writes `inferenceConfig`, `outputConfig` and, for what only some models know,
/// `additionalModelRequestFields`. Not thread-safe.
final class SettingsWriter {
    private static final String REASONING = "reasoning";
    private static final String HIGH = "high";

    private final Family family;
    private final Left left;
    private final ObjectNode inference = ToolArguments.EXACT.createObjectNode();
    private final ObjectNode additional = ToolArguments.EXACT.createObjectNode();

    SettingsWriter(Family family, Left left) {
        this.family = family;
        this.left = left;
    }

    void write(AnswerSettings settings, ObjectNode request) throws Inexpressible {
        refuseUnknown(settings);
        if (settings.maxTokens() != null) {
            inference.put("maxTokens", settings.maxTokens());
        }
        sampling(settings);
        if (!settings.stop().isEmpty()) {
            var stop = inference.putArray("stopSequences");
            settings.stop().forEach(stop::add);
        }
        if (settings.reasoning() != null) {
            reason(settings.reasoning());
        }
        if (!inference.isEmpty()) {
            request.set("inferenceConfig", inference);
        }
        format(settings.format(), request);
        if (!additional.isEmpty()) {
            request.set("additionalModelRequestFields", additional);
        }
    }

    private static void refuseUnknown(AnswerSettings settings) throws Inexpressible {
        refuse("frequency_penalty", settings.frequencyPenalty());
        refuse("presence_penalty", settings.presencePenalty());
        if (settings.seed() != null) {
            throw unknown("seed", settings.seed(), "none");
        }
        if (settings.verbosity() != null && !settings.verbosity().equals("medium")) {
            throw unknown("verbosity", settings.verbosity(), "medium");
        }
    }

    private static void refuse(String field, @Nullable Double penalty) throws Inexpressible {
        if (penalty != null && penalty != 0) {
            throw unknown(field, penalty, "0");
        }
    }

    private static Inexpressible unknown(String field, Object value, String expected) {
        return new Inexpressible(
                field, value + " has no like in Bedrock's Converse (expected: " + expected + ")");
    }

    private void sampling(AnswerSettings settings) throws Inexpressible {
        var temperature = settings.temperature();
        if (temperature != null) {
            if (temperature > 1) {
                left.add("temperature"); // other dialects go up to 2
            }
            inference.put("temperature", Math.min(temperature, 1));
        }
        if (settings.topP() != null) {
            inference.put("topP", settings.topP());
        }
        var topK = settings.topK();
        if (topK != null) {
            switch (family) {
                case CLAUDE -> additional.put("top_k", topK);
                case NOVA, NOVA_2 -> additional.putObject("inferenceConfig").put("topK", topK);
                case GPT_OSS, OTHER -> throw unknown("top_k", topK, "none for this model");
            }
        }
    }

    /// The models that can be asked to think have each their own word for it; others think or do
    /// not.
    private void reason(Reasoning reasoning) {
        boolean off = reasoning.mode() == Reasoning.Mode.OFF;
        switch (family) {
            case NOVA_2 -> nova(reasoning, off);
            case GPT_OSS -> {
                if (off) {
                    left.add(REASONING); // it always thinks
                } else {
                    additional.put("reasoning_effort", effort(reasoning));
                }
            }
            case CLAUDE, NOVA, OTHER -> {
                if (!off) {
                    left.add(REASONING);
                }
            }
        }
    }

    /// Thinks hard only where neither the length nor the choice of words is set.
    private void nova(Reasoning reasoning, boolean off) {
        var config = additional.putObject("reasoningConfig");
        if (off) {
            config.put("type", "disabled");
            return;
        }
        var effort = effort(reasoning);
        boolean bound =
                inference.has("maxTokens") || inference.has("temperature") || inference.has("topP");
        if (effort.equals(HIGH) && bound) {
            left.add(REASONING);
            effort = "medium";
        }
        config.put("type", "enabled").put("maxReasoningEffort", effort);
    }

    /// As near as three words come.
    private String effort(Reasoning reasoning) {
        var asked = Objects.requireNonNullElse(reasoning.effortInWords(), "medium");
        return switch (asked) {
            case "low", "medium", HIGH -> asked;
            case "minimal" -> {
                left.add(REASONING);
                yield "low";
            }
            default -> {
                left.add(REASONING);
                yield HIGH;
            }
        };
    }

    private void format(@Nullable OutputFormat format, ObjectNode request) throws Inexpressible {
        switch (format) {
            case null -> {}
            case OutputFormat.Text _ -> {}
            case OutputFormat.JsonObject _ ->
                    throw unknown("response_format", "json_object", "text or json_schema");
            case OutputFormat.JsonSchema(var name, var description, var schema, _) -> {
                var text =
                        request.putObject("outputConfig")
                                .putObject("textFormat")
                                .put("type", "json_schema");
                // it is always strict here, and a text within the text
                var definition =
                        text.putObject("structure")
                                .putObject("jsonSchema")
                                .put("schema", ToolArguments.EXACT.writeValueAsString(schema));
                if (name != null) {
                    definition.put("name", name);
                }
                if (description != null) {
                    definition.put("description", description);
                }
            }
        }
    }
}
