package io.agw.server.dialect.shape.chat;

import io.agw.server.dialect.conversation.AnswerSettings;
import io.agw.server.dialect.conversation.OutputFormat;
import io.agw.server.dialect.shape.ChatHabit;
import io.agw.server.dialect.shape.Inexpressible;
import io.agw.server.dialect.shape.Left;
import io.agw.server.dialect.shape.WritingRules;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// Writes how an answer is to be made.
final class SettingsWriter {
    /// For schemas of dialects that give theirs no name; chat completions must.
    private static final String SCHEMA_NAME = "response";

    private final WritingRules rules;
    private final Left left;

    SettingsWriter(WritingRules rules, Left left) {
        this.rules = rules;
        this.left = left;
    }

    void write(AnswerSettings settings, ObjectNode to) throws Inexpressible {
        boolean old = rules.chat().contains(ChatHabit.ONLY_MAX_TOKENS);
        put(to, old ? "max_tokens" : "max_completion_tokens", settings.maxTokens());
        put(to, "temperature", settings.temperature());
        put(to, "top_p", settings.topP());
        if (settings.topK() != null) {
            writeTopK(settings.topK(), to);
        }
        if (!settings.stop().isEmpty()) {
            var stop = to.putArray("stop");
            settings.stop().forEach(stop::add);
        }
        put(to, "frequency_penalty", settings.frequencyPenalty());
        put(to, "presence_penalty", settings.presencePenalty());
        put(to, "seed", settings.seed());
        if (settings.reasoning() != null) {
            new ReasoningWriter(rules.chat(), left).write(settings.reasoning(), to);
        }
        if (settings.format() != null) {
            write(settings.format(), to.putObject("response_format"));
        }
        if (settings.verbosity() != null) {
            to.put("verbosity", settings.verbosity());
        }
    }

    private void writeTopK(long topK, ObjectNode to) throws Inexpressible {
        if (!rules.chat().contains(ChatHabit.TOP_K)) {
            throw new Inexpressible(
                    "top_k", topK + " (expected: nothing, as the upstream does not know it)");
        }
        to.put("top_k", topK);
    }

    private static void write(OutputFormat format, ObjectNode to) {
        switch (format) {
            case OutputFormat.Text _ -> to.put("type", "text");
            case OutputFormat.JsonObject _ -> to.put("type", "json_object");
            case OutputFormat.JsonSchema schema -> {
                to.put("type", "json_schema");
                var named = to.putObject("json_schema");
                named.put("name", Objects.requireNonNullElse(schema.name(), SCHEMA_NAME));
                if (schema.description() != null) {
                    named.put("description", schema.description());
                }
                named.set("schema", schema.schema());
                if (schema.strict() != null) {
                    named.put("strict", schema.strict());
                }
            }
        }
    }

    private static void put(ObjectNode to, String name, @Nullable Long value) {
        if (value != null) {
            to.put(name, value);
        }
    }

    private static void put(ObjectNode to, String name, @Nullable Double value) {
        if (value != null) {
            to.put(name, value);
        }
    }
}
