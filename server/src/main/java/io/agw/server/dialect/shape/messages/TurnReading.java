package io.agw.server.dialect.shape.messages;

import io.agw.server.dialect.conversation.CacheMark;
import io.agw.server.dialect.conversation.Message;
import io.agw.server.dialect.conversation.Message.Role;
import io.agw.server.dialect.conversation.Part;
import io.agw.server.dialect.shape.CallSignature;
import io.agw.server.dialect.shape.Fields;
import io.agw.server.dialect.shape.Inexpressible;
import java.util.ArrayList;
import java.util.List;

/// Reads the system prompt and the messages.
final class TurnReading {
    private final Leftovers leftovers;
    private final BlockReading blocks;

    TurnReading(Leftovers leftovers) {
        this.leftovers = leftovers;
        this.blocks = new BlockReading(leftovers);
    }

    void systemPrompt(Fields request, List<Message> to) throws Inexpressible {
        add(Role.SYSTEM, blocks.content(request, "system", BlockReading.Place.INSTRUCTIONS), to);
    }

    /// One message, which becomes several when instructions stand within it.
    void message(Fields message, List<Message> to) throws Inexpressible {
        var role = role(message);
        var content = message.any("content");
        if (content == null) {
            throw message.missing("content", "a string or a list of blocks");
        }
        if (content.isArray()) {
            var parts = new ArrayList<Part>();
            for (var block : message.objects("content")) {
                if (blocks.isInstructions(block)) {
                    add(role, parts, to);
                    parts.clear();
                    instructions(block, to);
                } else {
                    parts.add(blocks.part(block, BlockReading.Place.of(role)));
                }
            }
            add(role, parts, to);
        } else {
            add(role, blocks.content(message, "content", BlockReading.Place.of(role)), to);
        }
        leftovers.restIsForeign(message);
    }

    private static Role role(Fields message) throws Inexpressible {
        var role = message.requiredText("role");
        return switch (role) {
            case "user" -> Role.USER;
            case "assistant" -> Role.ASSISTANT;
            case "system" -> Role.SYSTEM;
            default ->
                    throw message.unknownWord("role", role, List.of("user", "assistant", "system"));
        };
    }

    private void instructions(Fields block, List<Message> to) throws Inexpressible {
        var parts =
                new ArrayList<>(blocks.content(block, "content", BlockReading.Place.INSTRUCTIONS));
        var mark = CacheMarks.read(block, leftovers);
        leftovers.restIsForeign(block);
        if (mark != null && !parts.isEmpty()) {
            parts.set(parts.size() - 1, marked(parts.getLast(), mark));
        }
        add(Role.SYSTEM, parts, to);
    }

    private static Part marked(Part last, CacheMark mark) {
        return last instanceof Part.Text(var text, var own) && own == null
                ? new Part.Text(text, mark)
                : last;
    }

    private static void add(Role role, List<Part> parts, List<Message> to) {
        if (!parts.isEmpty()) {
            to.add(new Message(role, CallSignature.putBack(parts)));
        }
    }
}
