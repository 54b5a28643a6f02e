package io.agw.server.dialect.shape.chat;

import io.agw.server.dialect.conversation.Reasoning;
import io.agw.server.dialect.shape.ChatHabit;
import io.agw.server.dialect.shape.Left;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// Writes how much a model is to think.
final class ReasoningWriter {
    private final Set<ChatHabit> habits;
    private final Left left;

    ReasoningWriter(Set<ChatHabit> habits, Left left) {
        this.habits = habits;
        this.left = left;
    }

    void write(Reasoning reasoning, ObjectNode to) {
        if (habits.contains(ChatHabit.NEVER_THINKS)) {
            if (reasoning.mode() != Reasoning.Mode.OFF) {
                left.add("reasoning");
            }
        } else if (habits.contains(ChatHabit.REASONING_OBJECT)) {
            writeObject(reasoning, to.putObject("reasoning"));
        } else {
            writeWords(reasoning, to);
        }
    }

    private static void writeObject(Reasoning reasoning, ObjectNode to) {
        if (reasoning.effort() != null) {
            to.put("effort", reasoning.effort());
        }
        if (reasoning.budget() != null) {
            to.put("max_tokens", reasoning.budget());
        }
        switch (reasoning.mode()) {
            case OFF -> to.put("enabled", false);
            case ON -> to.put("enabled", true);
            case ADAPTIVE -> {}
        }
        if (reasoning.shown() != null) {
            to.put("exclude", !reasoning.shown());
        }
    }

    private void writeWords(Reasoning reasoning, ObjectNode to) {
        boolean typed = habits.contains(ChatHabit.THINKING_TYPE);
        if (reasoning.shown() != null) {
            left.add("reasoning.shown");
        }
        if (reasoning.mode() == Reasoning.Mode.OFF) {
            if (typed) {
                to.putObject("thinking").put("type", "disabled");
            } else {
                to.put("reasoning_effort", "none");
            }
            return;
        }
        boolean on = reasoning.mode() == Reasoning.Mode.ON;
        if (typed && on) {
            to.putObject("thinking").put("type", "enabled");
        }
        var effort = effort(reasoning, on && !typed);
        if (effort != null) {
            to.put("reasoning_effort", effort);
        }
    }

    /// @param must whether the model thinks only when it is told how hard
    private @Nullable String effort(Reasoning reasoning, boolean must) {
        if (reasoning.budget() != null) {
            left.add("reasoning.budget");
        }
        var effort = reasoning.effortInWords();
        return effort == null && must ? "medium" : effort;
    }
}
