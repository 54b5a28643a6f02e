package io.agw.server.dialect.shape.chat;

import io.agw.server.dialect.conversation.Answer;
import io.agw.server.dialect.conversation.Part;
import io.agw.server.dialect.shape.AnsweringRules;
import java.util.ArrayList;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Writes an answer that is not streamed.
final class WholeAnswer {
    private WholeAnswer() {}

    static ObjectNode write(Answer answer, AnsweringRules rules) {
        var node = JsonNodeFactory.instance.objectNode();
        node.put("id", answer.id().isEmpty() ? rules.id() : answer.id());
        node.put("object", "chat.completion");
        node.put("created", rules.created());
        node.put("model", rules.model());
        var choice = node.putArray("choices").addObject().put("index", 0);
        writeMessage(answer, choice.putObject("message"));
        choice.putNull("logprobs");
        choice.put("finish_reason", FinishReason.write(answer.reason()));
        if (answer.sequence() != null) {
            choice.put("stop_reason", answer.sequence());
        }
        if (answer.usage() != null) {
            node.set("usage", ChatUsage.write(answer.usage()));
        }
        return node;
    }

    private static void writeMessage(Answer answer, ObjectNode message) {
        var text = new StringBuilder();
        var refusal = new StringBuilder();
        var thoughts = new ArrayList<Part>();
        var calls = JsonNodeFactory.instance.arrayNode();
        for (var part : answer.parts()) {
            switch (part) {
                case Part.Text(var words, var _) -> text.append(words);
                case Part.Declined(var words) -> refusal.append(words);
                case Part.Thinking thinking -> thoughts.add(thinking);
                case Part.SealedThinking sealed -> thoughts.add(sealed);
                case Part.ToolCall call -> write(call, calls);
                case Part.Image _,
                        Part.Document _,
                        Part.Audio _,
                        Part.ToolResult _,
                        Part.Foreign _ -> {} // no answer has them
            }
        }
        message.put("role", "assistant");
        put(message, "content", text);
        put(message, "refusal", refusal);
        if (!thoughts.isEmpty()) {
            Thoughts.writeWords(thoughts, message);
            Thoughts.writeDetails(thoughts, message);
        }
        if (!calls.isEmpty()) {
            message.set("tool_calls", calls);
        }
    }

    private static void put(ObjectNode message, String name, StringBuilder words) {
        if (words.isEmpty()) {
            message.putNull(name);
        } else {
            message.put(name, words.toString());
        }
    }

    private static void write(Part.ToolCall call, ArrayNode calls) {
        var node = calls.addObject().put("id", call.id()).put("type", "function");
        node.putObject("function")
                .put("name", call.name())
                .put("arguments", call.arguments().isEmpty() ? "{}" : call.arguments());
        if (call.signature() != null) {
            ExtraContent.write(call.signature(), node);
        }
    }
}
