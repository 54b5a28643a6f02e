package io.agw.server.dialect.shape.messages;

import io.agw.server.dialect.conversation.Conversation;
import io.agw.server.dialect.conversation.Message;
import io.agw.server.dialect.conversation.Part;
import io.agw.server.dialect.conversation.Reasoning;
import io.agw.server.dialect.conversation.ToolChoice;
import io.agw.server.dialect.shape.ToolArguments;
import io.agw.server.dialect.shape.WritingRules;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// Decides how a model is asked to think. Newer models are given an effort, older ones a budget of
/// tokens that must fit into the most tokens of the answer.
final class ThoughtWriting {
    /// Least budget that a vendor takes.
    private static final long LEAST = 1_024;

    /// Tokens that are kept for the answer's words.
    private static final long ROOM = 512;

    private final Conversation conversation;
    private final ModelTraits traits;
    private final long maxTokens;
    private final boolean bounded;

    ThoughtWriting(Conversation conversation, WritingRules rules, ModelTraits traits) {
        this.conversation = conversation;
        this.traits = traits;
        this.bounded = rules.bounded();
        var asked = conversation.settings().maxTokens();
        this.maxTokens = asked == null ? rules.maxTokens() : asked;
    }

    /// @param thinking null when nothing is to be said
    /// @param effort null when nothing is to be said
    /// @param maxTokens grown when the thought would not fit
    record Plan(@Nullable ObjectNode thinking, @Nullable String effort, long maxTokens) {
        /// Whether the model thinks.
        boolean thinks() {
            return thinking != null && !thinking.path("type").asString().equals("disabled");
        }
    }

    /// @param left receives what cannot be had
    Plan plan(List<String> left) {
        var reasoning = conversation.settings().reasoning();
        if (reasoning == null) {
            return new Plan(null, null, maxTokens);
        }
        if (reasoning.mode() == Reasoning.Mode.OFF) {
            return new Plan(node("disabled"), effort(reasoning), maxTokens);
        }
        boolean budgeted =
                !traits.adaptive()
                        || (traits.budgeted()
                                && reasoning.mode() == Reasoning.Mode.ON
                                && reasoning.budget() != null);
        if (isCallForced() || (budgeted && isAmidToolCallsWithoutThought())) {
            return unthinking(reasoning, left);
        }
        if (budgeted && bounded && maxTokens - ROOM < LEAST) {
            return unthinking(reasoning, left);
        }
        return budgeted ? budgeted(reasoning, left) : adaptive(reasoning);
    }

    private Plan unthinking(Reasoning reasoning, List<String> left) {
        left.add("reasoning");
        return new Plan(null, effort(reasoning), maxTokens);
    }

    private Plan adaptive(Reasoning reasoning) {
        var effort = effort(reasoning);
        if (effort == null && reasoning.budget() != null) {
            effort = effortOf(reasoning.budget());
        }
        return new Plan(shown(reasoning, node("adaptive")), effort, maxTokens);
    }

    private Plan budgeted(Reasoning reasoning, List<String> left) {
        var asked = reasoning.budget();
        long budget = Math.max(LEAST, asked == null ? budgetOf(reasoning.effort()) : asked);
        long most = maxTokens;
        if (most < budget + ROOM) {
            if (most - ROOM >= LEAST) {
                budget = most - ROOM;
            } else {
                most = budget + ROOM;
                left.add("max_tokens");
            }
        }
        var thinking = node("enabled").put("budget_tokens", budget);
        return new Plan(shown(reasoning, thinking), effort(reasoning), most);
    }

    /// A model that must call a tool may not think first.
    private boolean isCallForced() {
        var mode = conversation.toolChoice().mode();
        return mode == ToolChoice.Mode.REQUIRED || mode == ToolChoice.Mode.NAMED;
    }

    /// Whether the model waits for results of calls that it made without a thought, or whose
    /// thought the client does not give back. A model with a budget may not begin to think there.
    private boolean isAmidToolCallsWithoutThought() {
        boolean thought = false;
        boolean called = false;
        for (var message : conversation.messages()) {
            for (var part : message.parts()) {
                if (message.role() == Message.Role.ASSISTANT) {
                    called |= part instanceof Part.ToolCall;
                    thought |= isGivenBack(part);
                } else if (message.role() == Message.Role.USER
                        && !(part instanceof Part.ToolResult)) {
                    called = false;
                    thought = false;
                }
            }
        }
        return called && !thought;
    }

    private static boolean isGivenBack(Part part) {
        return part instanceof Part.SealedThinking
                || (part instanceof Part.Thinking(_, var signature) && signature != null);
    }

    private @Nullable String effort(Reasoning reasoning) {
        if (!traits.adaptive() || reasoning.effort() == null) {
            return null;
        }
        return reasoning.effort().equals("minimal") ? "low" : reasoning.effort();
    }

    private static long budgetOf(@Nullable String effort) {
        if (effort == null) {
            return 4_096;
        }
        return switch (effort) {
            case "minimal", "low" -> LEAST;
            case "medium" -> 4_096;
            case "high" -> 8_192;
            case "xhigh" -> 16_384;
            default -> 32_768;
        };
    }

    private static String effortOf(long budget) {
        if (budget <= LEAST) {
            return "low";
        }
        return budget <= 4_096 ? "medium" : "high";
    }

    private static ObjectNode node(String type) {
        return ToolArguments.EXACT.createObjectNode().put("type", type);
    }

    private static ObjectNode shown(Reasoning reasoning, ObjectNode thinking) {
        if (reasoning.shown() != null) {
            thinking.put("display", reasoning.shown() ? "summarized" : "omitted");
        }
        return thinking;
    }
}
