package io.agw.server.dialect.shape.responses;

import io.agw.server.dialect.conversation.AnswerSettings;
import io.agw.server.dialect.conversation.OutputFormat;
import io.agw.server.dialect.conversation.Reasoning;
import io.agw.server.dialect.shape.Inexpressible;
import io.agw.server.dialect.shape.Left;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Writes how an answer is to be made.
final class SettingsWriter {
    /// For schemas of dialects that give theirs no name; this one must.
    private static final String SCHEMA_NAME = "response";

    private final Left left;

    SettingsWriter(Left left) {
        this.left = left;
    }

    void write(AnswerSettings settings, ObjectNode to) throws Inexpressible {
        refuseUnknown(settings);
        if (settings.maxTokens() != null) {
            to.put("max_output_tokens", settings.maxTokens());
        }
        if (settings.temperature() != null) {
            to.put("temperature", settings.temperature());
        }
        if (settings.topP() != null) {
            to.put("top_p", settings.topP());
        }
        if (settings.reasoning() != null) {
            write(settings.reasoning(), to);
        }
        var text = JsonNodeFactory.instance.objectNode();
        if (settings.format() != null) {
            write(settings.format(), text.putObject("format"));
        }
        if (settings.verbosity() != null) {
            text.put("verbosity", settings.verbosity());
        }
        if (!text.isEmpty()) {
            to.set("text", text);
        }
    }

    private static void refuseUnknown(AnswerSettings settings) throws Inexpressible {
        refuse("top_k", settings.topK());
        refuse("seed", settings.seed());
        if (!settings.stop().isEmpty()) {
            throw new Inexpressible("stop", "has no like in responses (expected: none)");
        }
        refuse("frequency_penalty", asked(settings.frequencyPenalty()));
        refuse("presence_penalty", asked(settings.presencePenalty()));
    }

    /// A penalty of 0 is none.
    private static @Nullable Double asked(@Nullable Double penalty) {
        return penalty != null && penalty == 0 ? null : penalty;
    }

    private static void refuse(String field, @Nullable Number value) throws Inexpressible {
        if (value != null) {
            throw new Inexpressible(field, value + " has no like in responses (expected: none)");
        }
    }

    private void write(Reasoning reasoning, ObjectNode to) {
        if (reasoning.budget() != null) {
            left.add("reasoning.budget");
        }
        var said = JsonNodeFactory.instance.objectNode();
        var effort =
                switch (reasoning.mode()) {
                    case OFF -> "none";
                    case ADAPTIVE -> reasoning.effortInWords();
                    case ON -> Objects.requireNonNullElse(reasoning.effortInWords(), "medium");
                };
        if (effort != null) {
            said.put("effort", effort);
        }
        if (Boolean.TRUE.equals(reasoning.shown())) {
            said.put("summary", "auto");
        }
        if (!said.isEmpty()) {
            to.set("reasoning", said);
        }
    }

    private static void write(OutputFormat format, ObjectNode to) {
        switch (format) {
            case OutputFormat.Text _ -> to.put("type", "text");
            case OutputFormat.JsonObject _ -> to.put("type", "json_object");
            case OutputFormat.JsonSchema schema -> {
                to.put("type", "json_schema");
                to.put("name", Objects.requireNonNullElse(schema.name(), SCHEMA_NAME));
                if (schema.description() != null) {
                    to.put("description", schema.description());
                }
                to.set("schema", schema.schema());
                if (schema.strict() != null) {
                    to.put("strict", schema.strict());
                }
            }
        }
    }
}
