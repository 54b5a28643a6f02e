package io.agw.server.dialect.shape.chat;

import io.agw.server.dialect.conversation.Conversation;
import io.agw.server.dialect.conversation.Hints;
import io.agw.server.dialect.conversation.ToolChoice;
import io.agw.server.dialect.conversation.ToolDefinition;
import io.agw.server.dialect.shape.ChatHabit;
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
    private final ContentWriter content;
    private final ObjectNode request = JsonNodeFactory.instance.objectNode();

    RequestWriter(WritingRules rules) {
        this.rules = rules;
        this.content = new ContentWriter(rules.chat(), left);
    }

    WrittenRequest write(Conversation conversation) throws Inexpressible {
        if (!conversation.foreign().isEmpty()) {
            throw new Inexpressible(
                    conversation.foreign().getFirst(),
                    "has no like in chat completions (expected: what both APIs know)");
        }
        request.put("model", rules.model());
        new MessagesWriter(rules, left, content)
                .write(conversation.messages(), request.putArray("messages"));
        if (conversation.begun() != null) {
            goOn(conversation.begun());
        }
        writeTools(conversation.tools());
        if (!conversation.tools().isEmpty() || isForced(conversation.toolChoice())) {
            // without tools there is nothing to choose, and a choice would be refused
            writeChoice(conversation.toolChoice());
        }
        new SettingsWriter(rules, left).write(conversation.settings(), request);
        if (conversation.stream()) {
            request.put("stream", true);
            request.putObject(HintNames.STREAM_OPTIONS).put("include_usage", true);
        }
        writeHints(conversation.hints());
        return new WrittenRequest(request, left.names());
    }

    /// The model goes on from the last message only where it is told to, or always does.
    private void goOn(String begun) throws Inexpressible {
        if (rules.chat().contains(ChatHabit.CONTINUES_PREFIX)) {
            ((ObjectNode) request.get("messages").get(request.get("messages").size() - 1))
                    .put("prefix", true);
        } else if (rules.chat().contains(ChatHabit.CONTINUES_FINAL_MESSAGE)) {
            request.put("continue_final_message", true).put("add_generation_prompt", false);
        } else if (!rules.chat().contains(ChatHabit.CONTINUES)) {
            throw Continuation.refused(begun, "chat completions");
        }
    }

    private void writeTools(List<ToolDefinition> definitions) {
        if (definitions.isEmpty()) {
            return;
        }
        var tools = request.putArray("tools");
        for (var definition : definitions) {
            var tool = tools.addObject().put("type", "function");
            var function = tool.putObject("function").put("name", definition.name());
            if (definition.description() != null) {
                function.put("description", definition.description());
            }
            if (definition.parameters() != null) {
                function.set("parameters", definition.parameters());
            }
            if (definition.strict() != null) {
                function.put("strict", definition.strict());
            }
            content.mark(definition.cache(), tool);
        }
    }

    private static boolean isForced(ToolChoice choice) {
        return choice.mode() == ToolChoice.Mode.REQUIRED || choice.mode() == ToolChoice.Mode.NAMED;
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
                            .putObject("function")
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
        } else if (path.equals(HintNames.STREAM_OPTIONS + "." + HintNames.OBFUSCATION)
                && keepsBooks()
                && request.get(HintNames.STREAM_OPTIONS) instanceof ObjectNode options) {
            options.set(HintNames.OBFUSCATION, value);
        } else {
            left.add(path);
        }
    }

    private boolean isKnown(String path, JsonNode value) {
        return switch (path) {
            case "service_tier" ->
                    HintNames.SERVICE_TIERS.contains(value.asString("")) && keepsBooks();
            case "cache_control" -> rules.chat().contains(ChatHabit.CACHE_CONTROL);
            default -> HintNames.OPENAI.contains(path) && keepsBooks();
        };
    }

    private boolean keepsBooks() {
        return !rules.chat().contains(ChatHabit.NO_BOOKKEEPING);
    }
}
