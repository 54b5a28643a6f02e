package io.agw.server.dialect.shape.responses;

import io.agw.server.dialect.conversation.Message;
import io.agw.server.dialect.conversation.Part;
import io.agw.server.dialect.shape.Inexpressible;
import io.agw.server.dialect.shape.Left;
import io.agw.server.dialect.shape.WritingRules;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Writes messages as instructions and items. Of one request.
final class InputWriter {
    static final String CACHE = "cache_control";

    private static final String FAILED = "the tool failed: ";

    private final String systemRole;
    private final Left left;
    private final ContentWriter content;

    InputWriter(WritingRules rules, Left left) {
        systemRole = Objects.requireNonNullElse(rules.systemRole(), "system");
        this.left = left;
        content = new ContentWriter(left);
    }

    /// What leads are the instructions, which some vendors insist on.
    void write(List<Message> messages, ObjectNode request) throws Inexpressible {
        var items = JsonNodeFactory.instance.arrayNode();
        for (int i = 0; i < messages.size(); i++) {
            var message = messages.get(i);
            switch (message.role()) {
                case SYSTEM -> {
                    refuseAllButTexts(message);
                    if (i == 0) {
                        request.put("instructions", instructions(message));
                    } else {
                        message(systemRole, message.parts(), items);
                    }
                }
                case USER -> writeUser(message, items);
                case ASSISTANT -> writeAssistant(message, items);
            }
        }
        request.set("input", items);
    }

    private void refuseAllButTexts(Message message) throws Inexpressible {
        for (var part : message.parts()) {
            if (!(part instanceof Part.Text)) {
                throw content.refuse(part);
            }
        }
    }

    private String instructions(Message message) {
        var texts = new ArrayList<String>();
        for (var part : message.parts()) {
            if (part instanceof Part.Text(var text, var cache)) {
                texts.add(text);
                noteMark(cache != null);
            }
        }
        return String.join("\n", texts);
    }

    private void noteMark(boolean marked) {
        if (marked) {
            left.add(CACHE);
        }
    }

    private void message(String role, List<? extends Part> parts, ArrayNode to)
            throws Inexpressible {
        var item = to.addObject().put("type", "message").put("role", role);
        content.write(parts, item.putArray("content"));
    }

    /// What tools answered comes first, for it must follow their calls.
    private void writeUser(Message message, ArrayNode to) throws Inexpressible {
        var said = new ArrayList<Part>();
        for (var part : message.parts()) {
            if (part instanceof Part.ToolResult result) {
                writeResult(result, to);
            } else {
                said.add(part);
            }
        }
        if (!said.isEmpty() || message.parts().isEmpty()) {
            message("user", said, to);
        }
    }

    private void writeResult(Part.ToolResult result, ArrayNode to) throws Inexpressible {
        noteMark(result.cache() != null);
        var parts = new ArrayList<>(result.content());
        if (result.failed()) {
            mark(parts);
        }
        var item = to.addObject().put("type", "function_call_output");
        item.put("call_id", result.callId());
        if (parts.isEmpty()) {
            item.put("output", "");
        } else if (parts.size() == 1 && parts.getFirst() instanceof Part.Text(var text, var mark)) {
            noteMark(mark != null);
            item.put("output", text);
        } else {
            content.write(parts, item.putArray("output"));
        }
    }

    /// That a tool failed can only be said in words.
    private static void mark(List<Part> parts) {
        if (!parts.isEmpty() && parts.getFirst() instanceof Part.Text(var text, var cache)) {
            parts.set(0, new Part.Text(FAILED + text, cache));
        } else {
            parts.addFirst(new Part.Text(FAILED));
        }
    }

    private void writeAssistant(Message message, ArrayNode to) throws Inexpressible {
        @Nullable ArrayNode words = null;
        for (var part : message.parts()) {
            switch (part) {
                case Part.Text _, Part.Declined _ -> {
                    if (words == null) {
                        var item = to.addObject().put("type", "message").put("role", "assistant");
                        words = item.putArray("content");
                    }
                    noteMark(part.cache() != null);
                    words.add(ContentWriter.said(part));
                }
                case Part.Thinking(var text, var signature) -> {
                    words = null;
                    if (signature == null) {
                        left.add("thinking"); // refused without, and no words for anybody to see
                    } else {
                        to.add(ReasoningItem.write(text, signature));
                    }
                }
                case Part.SealedThinking(var data) -> {
                    words = null;
                    to.add(ReasoningItem.write(null, data));
                }
                case Part.ToolCall call -> {
                    words = null;
                    writeCall(call, to);
                }
                case Part.Image _,
                        Part.Document _,
                        Part.Audio _,
                        Part.ToolResult _,
                        Part.Foreign _ ->
                        throw content.refuse(part);
            }
        }
    }

    private void writeCall(Part.ToolCall call, ArrayNode to) {
        noteMark(call.cache() != null);
        if (call.signature() != null) {
            left.add("tool_call.signature"); // only the vendor that made it can read it
        }
        to.addObject()
                .put("type", "function_call")
                .put("call_id", call.id())
                .put("name", call.name())
                .put("arguments", call.arguments().isEmpty() ? "{}" : call.arguments());
    }
}
