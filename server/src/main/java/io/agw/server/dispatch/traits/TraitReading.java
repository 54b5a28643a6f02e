package io.agw.server.dispatch.traits;

import io.agw.server.dialect.conversation.Conversation;
import io.agw.server.dialect.conversation.Message;
import io.agw.server.dialect.conversation.OutputFormat;
import io.agw.server.dialect.conversation.Part;
import io.agw.server.dispatch.traits.RequestTraits.Ability;
import java.util.EnumSet;
import java.util.Set;

/// Reads the traits of one conversation, once over.
final class TraitReading {
    private static final String FENCE = "```";

    private final Conversation conversation;
    private final EnumSet<Ability> needs = EnumSet.noneOf(Ability.class);
    private String prompt = "";
    private int turns;
    private int fences;

    TraitReading(Conversation conversation) {
        this.conversation = conversation;
        conversation.messages().forEach(this::read);
        if (!conversation.tools().isEmpty()) {
            needs.add(Ability.TOOLS);
        }
        if (conversation.settings().format() instanceof OutputFormat.JsonSchema) {
            needs.add(Ability.JSON);
        }
    }

    Set<Ability> needs() {
        return needs;
    }

    String prompt() {
        return prompt;
    }

    /// Up to 40 for length (4,000 tokens), 20 each for turns (10), tools (10) and blocks of code
    /// (4).
    int complexity(long inputTokens) {
        long length = Math.min(40, inputTokens / 100);
        int blocks = fences / 2;
        return (int) length
                + Math.min(20, 2 * turns)
                + Math.min(20, 2 * conversation.tools().size())
                + Math.min(20, 5 * blocks);
    }

    private void read(Message message) {
        switch (message.role()) {
            case SYSTEM -> {}
            case USER -> {
                var text = text(message);
                if (!text.isEmpty()) {
                    prompt = text;
                    turns++;
                }
            }
            case ASSISTANT -> turns++;
        }
        message.parts().forEach(this::read);
    }

    private void read(Part part) {
        switch (part) {
            case Part.Text(var text, _) -> fences += count(text);
            case Part.Image _ -> needs.add(Ability.VISION);
            case Part.ToolResult result -> result.content().forEach(this::read);
            case Part.Document _,
                    Part.Audio _,
                    Part.ToolCall _,
                    Part.Thinking _,
                    Part.SealedThinking _,
                    Part.Declined _,
                    Part.Foreign _ -> {}
        }
    }

    private static String text(Message message) {
        var all = new StringBuilder();
        for (var part : message.parts()) {
            if (part instanceof Part.Text(var text, _)) {
                all.append(all.isEmpty() ? "" : "\n").append(text);
            }
        }
        return all.toString();
    }

    private static int count(String text) {
        int found = 0;
        for (int at = text.indexOf(FENCE); at >= 0; at = text.indexOf(FENCE, at + FENCE.length())) {
            found++;
        }
        return found;
    }
}
