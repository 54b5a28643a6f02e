package io.agw.server.dialect.shape.chat;

import io.agw.server.dialect.conversation.Message;
import io.agw.server.dialect.conversation.Part;
import io.agw.server.dialect.shape.Inexpressible;
import io.agw.server.dialect.shape.Left;
import io.agw.server.dialect.shape.WritingRules;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import tools.jackson.databind.node.ArrayNode;

/// Writes messages.
final class MessagesWriter {
    private static final String FAILED = "the tool failed: ";

    private final String systemRole;
    private final ContentWriter content;
    private final AssistantWriter assistant;

    MessagesWriter(WritingRules rules, Left left, ContentWriter content) {
        systemRole = Objects.requireNonNullElse(rules.systemRole(), "system");
        this.content = content;
        assistant = new AssistantWriter(rules.chat(), left, content);
    }

    void write(List<Message> messages, ArrayNode to) throws Inexpressible {
        for (var message : messages) {
            switch (message.role()) {
                case SYSTEM -> writeSystem(message, to);
                case USER -> writeUser(message, to);
                case ASSISTANT -> assistant.write(message, to.addObject());
            }
        }
    }

    private void writeSystem(Message message, ArrayNode to) throws Inexpressible {
        for (var part : message.parts()) {
            if (!(part instanceof Part.Text)) {
                throw content.refuse(part);
            }
        }
        content.write(message.parts(), to.addObject().put("role", systemRole));
    }

    /// What tools answered comes first, for it must follow their calls; what they showed comes
    /// behind the last of them, for they can only say words.
    private void writeUser(Message message, ArrayNode to) throws Inexpressible {
        var said = new ArrayList<Part>();
        var shown = new ArrayList<Part>();
        for (var part : message.parts()) {
            if (part instanceof Part.ToolResult result) {
                shown.addAll(writeResult(result, to));
            } else {
                said.add(part);
            }
        }
        shown.addAll(said);
        boolean results = said.size() < message.parts().size();
        if (!shown.isEmpty() || !results) {
            content.write(shown, to.addObject().put("role", "user"));
        }
    }

    /// @return what cannot be said in words, to be shown by the user
    private List<Part> writeResult(Part.ToolResult result, ArrayNode to) throws Inexpressible {
        var words = new ArrayList<Part>();
        var shown = new ArrayList<Part>();
        for (var part : result.content()) {
            switch (part) {
                case Part.Text text -> words.add(text);
                case Part.Image image -> shown.add(image);
                case Part.Document document -> shown.add(document);
                case Part.Audio audio -> shown.add(audio);
                case Part.ToolCall _,
                        Part.ToolResult _,
                        Part.Thinking _,
                        Part.SealedThinking _,
                        Part.Declined _,
                        Part.Foreign _ ->
                        throw content.refuse(part);
            }
        }
        if (!shown.isEmpty()) {
            if (words.isEmpty()) {
                words.add(new Part.Text("see below"));
            }
            shown.addFirst(new Part.Text("from tool call " + result.callId() + ":"));
        }
        if (result.failed()) {
            mark(words);
        }
        var message = to.addObject().put("role", "tool").put("tool_call_id", result.callId());
        if (result.name() != null) {
            message.put("name", result.name());
        }
        content.write(cached(words, result), message);
        return shown;
    }

    /// That a tool failed can only be said in words.
    private static void mark(List<Part> words) {
        var first = words.isEmpty() ? new Part.Text("") : words.removeFirst();
        if (first instanceof Part.Text(var text, var cache)) {
            words.addFirst(new Part.Text(FAILED + text, cache));
        }
    }

    /// A mark on the whole result is one on its last words.
    private static List<Part> cached(List<Part> words, Part.ToolResult result) {
        if (result.cache() == null) {
            return words;
        }
        var marked = new ArrayList<>(words);
        var last = marked.isEmpty() ? new Part.Text("") : marked.removeLast();
        if (last instanceof Part.Text(var text, var _)) {
            marked.addLast(new Part.Text(text, result.cache()));
        }
        return marked;
    }
}
