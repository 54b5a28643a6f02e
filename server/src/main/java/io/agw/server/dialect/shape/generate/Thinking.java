package io.agw.server.dialect.shape.generate;

import io.agw.server.dialect.conversation.Reasoning;
import io.agw.server.dialect.conversation.Reasoning.Mode;
import io.agw.server.dialect.shape.Fields;
import io.agw.server.dialect.shape.Inexpressible;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// `thinkingConfig`, read and written: a level since Gemini 3, a budget before, where 0 is none and
/// −1 leaves it to the model.
final class Thinking {
    private static final List<String> LEVELS = List.of("minimal", "low", "medium", "high");
    private static final String UNSAID = "thinking_level_unspecified";
    private static final long MODEL_DECIDES = -1;

    private Thinking() {}

    static Reasoning read(Fields thinking) throws Inexpressible {
        var budget = thinking.whole("thinkingBudget");
        var effort = effort(thinking);
        var shown = thinking.flag("includeThoughts");
        if (budget == null || budget == MODEL_DECIDES) {
            return new Reasoning(Mode.ADAPTIVE, effort, null, shown);
        }
        if (budget < MODEL_DECIDES) {
            throw new Inexpressible(
                    thinking.path("thinkingBudget"), budget + " (expected: -1 or more)");
        }
        return budget == 0
                ? new Reasoning(Mode.OFF, null, null, shown)
                : new Reasoning(Mode.ON, effort, budget, shown);
    }

    private static @Nullable String effort(Fields thinking) throws Inexpressible {
        var level = thinking.text("thinkingLevel");
        if (level == null) {
            return null;
        }
        var word = level.toLowerCase(Locale.ROOT);
        if (word.equals(UNSAID)) {
            return null;
        }
        if (!LEVELS.contains(word)) {
            throw thinking.unknownWord("thinkingLevel", level, LEVELS);
        }
        return word;
    }

    /// @param model as the upstream names it: those before Gemini 3 know no levels
    /// @param left to say that the effort was left out, where a budget says it better
    static ObjectNode write(Reasoning reasoning, String model, List<String> left)
            throws Inexpressible {
        var thinking = JsonNodeFactory.instance.objectNode();
        var effort = reasoning.effort();
        var budget = reasoning.budget();
        if (reasoning.mode() == Mode.OFF) {
            thinking.put("thinkingBudget", 0);
        } else if (budget != null) {
            thinking.put("thinkingBudget", budget);
            if (effort != null) {
                left.add("reasoning_effort");
            }
        } else if (effort == null) {
            thinking.put("thinkingBudget", MODEL_DECIDES);
        } else if (!LEVELS.contains(effort)) {
            throw new Inexpressible(
                    "reasoning_effort",
                    "\"" + effort + "\" (expected: " + String.join(", ", LEVELS) + ")");
        } else if (model.contains("gemini-2")) {
            thinking.put("thinkingBudget", budget(effort));
        } else {
            thinking.put("thinkingLevel", effort.toUpperCase(Locale.ROOT));
        }
        if (reasoning.shown() != null) {
            thinking.put("includeThoughts", reasoning.shown().booleanValue());
        }
        return thinking;
    }

    /// As the vendor's own endpoint in OpenAI's dialect has it.
    private static long budget(String effort) {
        return switch (effort) {
            case "minimal", "low" -> 1_024;
            case "medium" -> 8_192;
            default -> 24_576;
        };
    }
}
