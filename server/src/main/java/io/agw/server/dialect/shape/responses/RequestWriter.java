package io.agw.server.dialect.shape.responses;

import io.agw.server.dialect.conversation.Conversation;
import io.agw.server.dialect.conversation.Hints;
import io.agw.server.dialect.conversation.Message;
import io.agw.server.dialect.conversation.Part;
import io.agw.server.dialect.conversation.Reasoning;
import io.agw.server.dialect.conversation.ToolChoice;
import io.agw.server.dialect.conversation.ToolDefinition;
import io.agw.server.dialect.shape.Continuation;
import io.agw.server.dialect.shape.Inexpressible;
import io.agw.server.dialect.shape.Left;
import io.agw.server.dialect.shape.WritingRules;
import io.agw.server.dialect.shape.WrittenRequest;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Writes requests. Of one request.
final class RequestWriter {
    private final WritingRules rules;
    private final Left left = new Left();
    private final ObjectNode request = JsonNodeFactory.instance.objectNode();

    RequestWriter(WritingRules rules) {
        this.rules = rules;
    }

    WrittenRequest write(Conversation conversation) throws Inexpressible {
        if (!conversation.foreign().isEmpty()) {
            throw new Inexpressible(
                    conversation.foreign().getFirst(),
                    "has no like in responses (expected: what both APIs know)");
        }
        if (conversation.begun() != null) {
            throw Continuation.refused(conversation.begun(), "responses");
        }
        request.put("model", rules.model());
        new InputWriter(rules, left).write(conversation.messages(), request);
        writeTools(conversation.tools());
        writeChoice(conversation.toolChoice());
        new SettingsWriter(left).write(conversation.settings(), request);
        if (thinks(conversation)) {
            // models that do not think refuse to be asked for it
            request.putArray("include").add(HintNames.SEALED_THOUGHTS);
        }
        if (conversation.stream()) {
            request.put("stream", true);
        }
        request.put("store", false); // what clients of other dialects expect
        writeHints(conversation.hints());
        return new WrittenRequest(request, left.names());
    }

    private static boolean thinks(Conversation conversation) {
        var reasoning = conversation.settings().reasoning();
        return reasoning == null
                ? conversation.messages().stream().anyMatch(RequestWriter::hasThought)
                : reasoning.mode() != Reasoning.Mode.OFF;
    }

    private static boolean hasThought(Message message) {
        return message.parts().stream()
                .anyMatch(part ->
                        part instanceof Part.SealedThinking
                                || (part instanceof Part.Thinking(_, var signature)
                                        && signature != null));
    }

    private void writeTools(List<ToolDefinition> definitions) {
        if (definitions.isEmpty()) {
            return;
        }
        var tools = request.putArray("tools");
        for (var definition : definitions) {
            var tool = tools.addObject().put("type", "function").put("name", definition.name());
            if (definition.description() != null) {
                tool.put("description", definition.description());
            }
            if (definition.parameters() == null) {
                tool.putObject("parameters").put("type", "object").putObject("properties");
            } else {
                tool.set("parameters", definition.parameters());
            }
            // functions are strict here when nothing is said, and nowhere else
            tool.put("strict", Boolean.TRUE.equals(definition.strict()));
            if (definition.cache() != null) {
                left.add(InputWriter.CACHE);
            }
        }
    }

    private void writeChoice(ToolChoice choice) {
        switch (choice.mode()) {
            case UNSAID -> {}
            case AUTO -> request.put("tool_choice", "auto");
            case NONE -> request.put("tool_choice", "none");
            case REQUIRED -> request.put("tool_choice", "required");
            case NAMED ->
                    request.putObject("tool_choice")
                            .put("type", "function")
                            .put("name", choice.name());
        }
        if (choice.parallel() != null) {
            request.put("parallel_tool_calls", choice.parallel());
        }
    }

    private void writeHints(Hints hints) {
        if (hints.user() != null) {
            request.put("user", hints.user());
        }
        hints.others().forEach(this::writeHint);
    }

    private void writeHint(String path, JsonNode value) {
        if (isKnown(path, value)) {
            request.set(path, value);
        } else if (path.equals(HintNames.SUMMARY)
                && request.get("reasoning") instanceof ObjectNode reasoning) {
            reasoning.set("summary", value);
        } else if (path.equals(HintNames.STREAM_OPTIONS + "." + HintNames.OBFUSCATION)) {
            request.putObject(HintNames.STREAM_OPTIONS).set(HintNames.OBFUSCATION, value);
        } else {
            left.add(path);
        }
    }

    private static boolean isKnown(String path, JsonNode value) {
        return path.equals("service_tier")
                ? HintNames.SERVICE_TIERS.contains(value.asString(""))
                : HintNames.ALL.contains(path);
    }
}
