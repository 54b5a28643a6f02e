package io.agw.server.dialect.shape.chat;

import io.agw.server.dialect.conversation.Part;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/// Writes thoughts, to an upstream that takes them back and to a client alike.
final class Thoughts {
    private Thoughts() {}

    /// Whether there is more to them than words.
    static boolean areSigned(List<? extends Part> thoughts) {
        return thoughts.stream()
                .anyMatch(part ->
                        part instanceof Part.SealedThinking
                                || (part instanceof Part.Thinking(var _, var signature)
                                        && signature != null));
    }

    static void writeWords(List<? extends Part> thoughts, ObjectNode to) {
        var words = new StringBuilder();
        for (var thought : thoughts) {
            if (thought instanceof Part.Thinking(var text, var _)) {
                words.append(text);
            }
        }
        if (!words.isEmpty()) {
            to.put("reasoning_content", words.toString());
        }
    }

    static void writeDetails(List<? extends Part> thoughts, ObjectNode to) {
        var details = to.putArray("reasoning_details");
        for (var thought : thoughts) {
            var detail = details.addObject();
            if (thought instanceof Part.Thinking(var text, var signature)) {
                detail.put("type", "reasoning.text").put("text", text);
                if (signature != null) {
                    detail.put("signature", signature);
                }
            } else if (thought instanceof Part.SealedThinking(var data)) {
                detail.put("type", "reasoning.encrypted").put("data", data);
            }
            detail.put("index", details.size() - 1);
        }
    }
}
