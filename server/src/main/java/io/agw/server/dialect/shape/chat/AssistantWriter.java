package io.agw.server.dialect.shape.chat;

import io.agw.server.dialect.conversation.Message;
import io.agw.server.dialect.conversation.Part;
import io.agw.server.dialect.shape.ChatHabit;
import io.agw.server.dialect.shape.Inexpressible;
import io.agw.server.dialect.shape.Left;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/// Writes what the model said. Thoughts go back only to vendors that take them: the others refuse
/// members that they do not know, and answer as well without.
final class AssistantWriter {
    private final Set<ChatHabit> habits;
    private final Left left;
    private final ContentWriter content;

    AssistantWriter(Set<ChatHabit> habits, Left left, ContentWriter content) {
        this.habits = habits;
        this.left = left;
        this.content = content;
    }

    void write(Message message, ObjectNode to) throws Inexpressible {
        to.put("role", "assistant");
        var words = new ArrayList<Part>();
        var thoughts = new ArrayList<Part>();
        var calls = new ArrayList<Part.ToolCall>();
        var refusal = new StringBuilder();
        for (var part : message.parts()) {
            switch (part) {
                case Part.Text text -> words.add(text);
                case Part.Thinking thinking -> thoughts.add(thinking);
                case Part.SealedThinking sealed -> thoughts.add(sealed);
                case Part.Declined(var text) -> refusal.append(text);
                case Part.ToolCall call -> calls.add(call);
                case Part.Image _,
                        Part.Document _,
                        Part.Audio _,
                        Part.ToolResult _,
                        Part.Foreign _ ->
                        throw content.refuse(part);
            }
        }
        if (words.isEmpty() && !(calls.isEmpty() && refusal.isEmpty())) {
            to.putNull("content");
        } else {
            content.write(words, to);
        }
        if (!refusal.isEmpty()) {
            to.put("refusal", refusal.toString());
        }
        writeThoughts(thoughts, to);
        writeCalls(calls, to);
    }

    private void writeThoughts(List<Part> thoughts, ObjectNode to) {
        boolean words = habits.contains(ChatHabit.REASONING_CONTENT);
        boolean details = habits.contains(ChatHabit.REASONING_DETAILS);
        if (thoughts.isEmpty()) {
            return;
        }
        if (words) {
            Thoughts.writeWords(thoughts, to);
        }
        if (details) {
            Thoughts.writeDetails(thoughts, to);
        } else if (!words || Thoughts.areSigned(thoughts)) {
            left.add(words ? "thinking.signature" : "thinking");
        }
    }

    private void writeCalls(List<Part.ToolCall> calls, ObjectNode to) {
        if (calls.isEmpty()) {
            return;
        }
        var list = to.putArray("tool_calls");
        for (var call : calls) {
            var written = list.addObject().put("id", call.id()).put("type", "function");
            written.putObject("function")
                    .put("name", call.name())
                    .put("arguments", call.arguments());
            content.mark(call.cache(), written);
            if (call.signature() == null) {
                continue;
            }
            if (habits.contains(ChatHabit.EXTRA_CONTENT)) {
                ExtraContent.write(call.signature(), written);
            } else {
                left.add("tool_call.signature");
            }
        }
    }
}
