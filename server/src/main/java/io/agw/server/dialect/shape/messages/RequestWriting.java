package io.agw.server.dialect.shape.messages;

import io.agw.server.dialect.conversation.AnswerSettings;
import io.agw.server.dialect.conversation.Conversation;
import io.agw.server.dialect.conversation.OutputFormat;
import io.agw.server.dialect.conversation.ToolChoice;
import io.agw.server.dialect.conversation.ToolDefinition;
import io.agw.server.dialect.shape.Inexpressible;
import io.agw.server.dialect.shape.ToolArguments;
import io.agw.server.dialect.shape.WritingRules;
import io.agw.server.dialect.shape.WrittenRequest;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Writes one request.
final class RequestWriting {
    private final Conversation conversation;
    private final AnswerSettings settings;
    private final WritingRules rules;
    private final ModelTraits traits;
    private final ObjectNode request = ToolArguments.EXACT.createObjectNode();
    private final List<String> left = new ArrayList<>();

    RequestWriting(Conversation conversation, WritingRules rules) {
        this.conversation = conversation;
        this.settings = conversation.settings();
        this.rules = rules;
        this.traits = ModelTraits.of(rules.model());
    }

    WrittenRequest write() throws Inexpressible {
        if (!conversation.foreign().isEmpty()) {
            throw new Inexpressible(
                    conversation.foreign().getFirst(),
                    "has no like in Anthropic's Messages (expected: a request without it)");
        }
        refuseUnknownSettings();
        request.put("model", rules.model());
        var thought = new ThoughtWriting(conversation, rules, traits).plan(left);
        request.put("max_tokens", thought.maxTokens());
        new TurnWriting(traits, left).write(conversation.messages(), request);
        tools();
        toolChoice();
        if (thought.thinking() != null) {
            request.set("thinking", thought.thinking());
        }
        outputConfig(thought.effort());
        sampling(thought.thinks());
        stop();
        if (conversation.stream()) {
            request.put("stream", true);
        }
        left.addAll(RequestHints.write(conversation.hints(), request));
        return new WrittenRequest(request, left);
    }

    private void refuseUnknownSettings() throws Inexpressible {
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
                field, value + " has no like in Anthropic's Messages (expected: " + expected + ")");
    }

    private void tools() {
        if (conversation.tools().isEmpty()) {
            return;
        }
        var tools = request.putArray("tools");
        for (var tool : conversation.tools()) {
            tools.add(tool(tool));
        }
    }

    private static ObjectNode tool(ToolDefinition tool) {
        var node = ToolArguments.EXACT.createObjectNode().put("name", tool.name());
        if (tool.description() != null) {
            node.put("description", tool.description());
        }
        if (tool.parameters() == null || tool.parameters().isEmpty()) {
            node.putObject("input_schema").put("type", "object");
        } else {
            node.set("input_schema", tool.parameters());
        }
        if (tool.strict() != null) {
            node.put("strict", tool.strict());
        }
        return CacheMarks.write(tool.cache(), node);
    }

    private void toolChoice() {
        var choice = conversation.toolChoice();
        var parallel = choice.parallel();
        boolean alone = Boolean.FALSE.equals(parallel);
        if (choice.mode() == ToolChoice.Mode.UNSAID && !alone) {
            return;
        }
        boolean forced =
                choice.mode() == ToolChoice.Mode.NAMED || choice.mode() == ToolChoice.Mode.REQUIRED;
        if (conversation.tools().isEmpty() && !forced) {
            return; // without tools there is nothing to choose, and a choice would be refused
        }
        var node = request.putObject("tool_choice");
        switch (choice.mode()) {
            case UNSAID, AUTO -> node.put("type", "auto");
            case NONE -> node.put("type", "none");
            case REQUIRED -> node.put("type", "any");
            case NAMED -> node.put("type", "tool").put("name", choice.name());
        }
        if (parallel != null && choice.mode() != ToolChoice.Mode.NONE) {
            node.put("disable_parallel_tool_use", alone);
        }
    }

    private void outputConfig(@Nullable String effort) throws Inexpressible {
        var config = ToolArguments.EXACT.createObjectNode();
        if (effort != null) {
            config.put("effort", effort);
        }
        if (settings.format() != null) {
            format(settings.format(), config);
        }
        if (!config.isEmpty()) {
            request.set("output_config", config);
        }
    }

    private void format(OutputFormat format, ObjectNode config) throws Inexpressible {
        switch (format) {
            case OutputFormat.Text _ -> {}
            case OutputFormat.JsonObject _ ->
                    throw unknown("response_format", "json_object", "text or json_schema");
            case OutputFormat.JsonSchema(var name, var description, var schema, _) -> {
                // it is always strict here
                config.putObject("format")
                        .put("type", "json_schema")
                        .set("schema", described(schema, description));
                if (name != null) {
                    left.add("response_format.json_schema.name");
                }
            }
        }
    }

    /// A schema that says itself what it is for.
    private static JsonNode described(JsonNode schema, @Nullable String description) {
        if (description == null
                || !(schema instanceof ObjectNode object)
                || object.has("description")) {
            return schema;
        }
        return object.deepCopy().put("description", description);
    }

    /// @param thinks a model that thinks takes no sampling settings
    private void sampling(boolean thinks) {
        boolean taken = traits.sampled() && !thinks;
        var temperature = settings.temperature();
        if (temperature != null) {
            if (!taken || temperature > 1) {
                left.add("temperature");
            }
            if (taken) {
                // other dialects go up to 2
                request.put("temperature", Math.min(temperature, 1));
            }
        }
        var topP = settings.topP();
        if (topP != null && isTaken("top_p", taken && (traits.doubly() || temperature == null))) {
            request.put("top_p", topP);
        }
        var topK = settings.topK();
        if (topK != null && isTaken("top_k", taken)) {
            request.put("top_k", topK);
        }
    }

    private boolean isTaken(String name, boolean taken) {
        if (!taken) {
            left.add(name);
        }
        return taken;
    }

    private void stop() throws Inexpressible {
        if (settings.stop().isEmpty()) {
            return;
        }
        var sequences = request.putArray("stop_sequences");
        for (int i = 0; i < settings.stop().size(); i++) {
            var sequence = settings.stop().get(i);
            if (sequence.isBlank()) {
                throw new Inexpressible(
                        "stop[" + i + "]", "only white space (expected: a visible character)");
            }
            sequences.add(sequence);
        }
    }
}
