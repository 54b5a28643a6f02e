package io.agw.server.dialect.shape.converse;

import io.agw.server.dialect.conversation.Message;
import io.agw.server.dialect.conversation.Message.Role;
import io.agw.server.dialect.shape.Inexpressible;
import io.agw.server.dialect.shape.ToolArguments;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/// Writes the instructions and the messages: user and assistant take turns, the user begins, and
/// the results of tools stand first. Instructions within the conversation go to the end of the
/// others, for they stand in one place here.
final class TurnWriter {
    private final BlockWriter blocks;
    private final List<ObjectNode> system = new ArrayList<>();
    private final List<Turn> turns = new ArrayList<>();

    TurnWriter(BlockWriter blocks) {
        this.blocks = blocks;
    }

    void write(List<Message> messages, ObjectNode request) throws Inexpressible {
        for (var message : messages) {
            switch (message.role()) {
                case SYSTEM -> blocks.system(message.parts(), system);
                case USER -> {
                    var turn = turn(Role.USER);
                    blocks.user(message.parts(), turn.results, turn.others);
                }
                case ASSISTANT -> blocks.assistant(message.parts(), turn(Role.ASSISTANT).others);
            }
        }
        dropEmptyTurn();
        if (turns.isEmpty()) {
            throw new Inexpressible("messages", "none of the user's (expected: at least one)");
        }
        if (turns.getFirst().role != Role.USER) {
            throw new Inexpressible("messages", "the assistant begins (expected: the user)");
        }
        if (!system.isEmpty()) {
            request.putArray("system").addAll(system);
        }
        var written = request.putArray("messages");
        turns.forEach(turn -> written.add(turn.message()));
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
            turns.removeLast();
        }
    }

    private static final class Turn {
        private final Role role;
        private final List<ObjectNode> results = new ArrayList<>();
        private final List<ObjectNode> others = new ArrayList<>();

        Turn(Role role) {
            this.role = role;
        }

        boolean isEmpty() {
            return results.isEmpty() && others.isEmpty();
        }

        ObjectNode message() {
            var message =
                    ToolArguments.EXACT
                            .createObjectNode()
                            .put("role", role == Role.USER ? "user" : "assistant");
            message.putArray("content").addAll(results).addAll(others);
            return message;
        }
    }
}
