package io.agw.server.dialect.shape.messages;

import io.agw.server.dialect.conversation.Message;
import io.agw.server.dialect.conversation.Message.Role;
import io.agw.server.dialect.shape.Inexpressible;
import io.agw.server.dialect.shape.ToolArguments;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Writes the system prompt and the messages: user and assistant take turns, the user begins, and
/// the results of tools stand first.
///
/// Instructions within the conversation stand behind the user's turn in which they are, where the
/// model takes them there; else they go to the end of the system prompt.
final class TurnWriting {
    private final ModelTraits traits;
    private final BlockWriting blocks;
    private final List<ObjectNode> system = new ArrayList<>();
    private final List<Turn> turns = new ArrayList<>();
    private final List<ObjectNode> waiting = new ArrayList<>();

    TurnWriting(ModelTraits traits, List<String> left) {
        this.traits = traits;
        this.blocks = new BlockWriting(left);
    }

    void write(List<Message> messages, ObjectNode request) throws Inexpressible {
        for (var message : messages) {
            switch (message.role()) {
                case SYSTEM -> instructions(blocks.system(message.parts()));
                case USER -> {
                    var turn = turn(Role.USER);
                    blocks.user(message.parts(), turn.results, turn.others);
                    turn.instructions.addAll(waiting);
                    waiting.clear();
                }
                case ASSISTANT ->
                        turn(Role.ASSISTANT).others.addAll(blocks.assistant(message.parts()));
            }
        }
        trimLast();
        dropEmptyTurn();
        system.addAll(waiting);
        if (turns.isEmpty()) {
            throw new Inexpressible("messages", "none of the user's (expected: at least one)");
        }
        if (turns.getFirst().role != Role.USER) {
            throw new Inexpressible("messages", "the assistant begins (expected: the user)");
        }
        if (!system.isEmpty()) {
            request.putArray("system").addAll(system);
        }
        turns(request.putArray("messages"));
    }

    private void instructions(List<ObjectNode> texts) {
        if (turns.isEmpty() || !traits.instructedLater()) {
            system.addAll(texts);
        } else if (turns.getLast().role == Role.USER) {
            turns.getLast().instructions.addAll(texts);
        } else {
            waiting.addAll(texts);
        }
    }

    /// The turn that what comes next belongs to.
    private Turn turn(Role role) {
        dropEmptyTurn();
        if (turns.isEmpty() || turns.getLast().role != role) {
            turns.add(new Turn(role));
        }
        return turns.getLast();
    }

    private void dropEmptyTurn() {
        if (!turns.isEmpty() && turns.getLast().isEmpty()) {
            waiting.addAll(turns.removeLast().instructions);
        }
    }

    /// The model would go on behind white space, which is refused.
    private void trimLast() {
        var last = turns.isEmpty() ? null : turns.getLast();
        var text = last == null || last.role != Role.ASSISTANT ? null : lastText(last);
        if (last != null && text != null) {
            var trimmed = text.path("text").asString().stripTrailing();
            if (trimmed.isEmpty()) {
                last.others.removeLast();
            } else {
                text.put("text", trimmed);
            }
        }
    }

    private static @Nullable ObjectNode lastText(Turn turn) {
        var block = turn.others.isEmpty() ? null : turn.others.getLast();
        return block != null && block.has("text") ? block : null;
    }

    private void turns(ArrayNode messages) {
        for (var turn : turns) {
            var name = turn.role == Role.USER ? "user" : "assistant";
            message(messages, name, turn.content());
            if (!turn.instructions.isEmpty()) {
                message(messages, "system", turn.instructions);
            }
        }
    }

    private static void message(ArrayNode messages, String role, List<ObjectNode> content) {
        var message = ToolArguments.EXACT.createObjectNode().put("role", role);
        message.putArray("content").addAll(content);
        messages.add(message);
    }

    private static final class Turn {
        private final Role role;
        private final List<ObjectNode> results = new ArrayList<>();
        private final List<ObjectNode> others = new ArrayList<>();
        private final List<ObjectNode> instructions = new ArrayList<>();

        Turn(Role role) {
            this.role = role;
        }

        boolean isEmpty() {
            return results.isEmpty() && others.isEmpty();
        }

        List<ObjectNode> content() {
            var content = new ArrayList<>(results);
            content.addAll(others);
            return content;
        }
    }
}
