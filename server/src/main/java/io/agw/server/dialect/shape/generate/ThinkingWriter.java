package io.agw.server.dialect.shape.generate;

import io.agw.server.dialect.conversation.Reasoning;
import io.agw.server.dialect.conversation.Reasoning.Mode;
import io.agw.server.dialect.shape.Inexpressible;
import io.agw.server.dialect.shape.generate.ModelTraits.Thought;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Writes `thinkingConfig`: as much thought as is asked for, or where the model does not take that,
/// what is nearest to it.
final class ThinkingWriter {
    private static final String EFFORT = "reasoning_effort";
    private static final String BUDGET = "reasoning.budget";

    private final Thought thought;
    private final List<String> left;

    /// @param left receives what was asked for and is not had, or not as it was asked for
    ThinkingWriter(Thought thought, List<String> left) {
        this.thought = thought;
        this.left = left;
    }

    ObjectNode write(Reasoning reasoning) throws Inexpressible {
        var thinking = JsonNodeFactory.instance.objectNode();
        var effort = reasoning.effort();
        var budget = reasoning.budget();
        if (reasoning.mode() == Mode.OFF || (budget != null && budget == 0)) {
            none(thinking);
        } else if (budget != null) {
            thinking.put("thinkingBudget", budget(budget));
            if (effort != null) {
                left.add(EFFORT); // the budget says it better
            }
        } else if (effort == null) {
            thinking.put("thinkingBudget", ThinkingReader.MODEL_DECIDES);
        } else {
            effort(effort, thinking);
        }
        if (reasoning.shown() != null) {
            thinking.put("includeThoughts", reasoning.shown().booleanValue());
        }
        return thinking;
    }

    private void none(ObjectNode to) {
        switch (thought) {
            case Thought.Budget(long least, _, boolean optional) -> {
                to.put("thinkingBudget", optional ? 0 : least);
                tell(!optional);
            }
            case Thought.Level(_, boolean optional) when optional -> to.put("thinkingBudget", 0);
            case Thought.Level(var levels, _) -> {
                level(levels.getFirst(), to);
                tell(true);
            }
        }
    }

    private long budget(long asked) {
        return switch (thought) {
            case Thought.Budget(long least, long most, _) -> {
                long taken = Math.clamp(asked, least, most);
                if (taken != asked) {
                    left.add(BUDGET);
                }
                yield taken;
            }
            case Thought.Level _ -> asked; // taken as before, with no limits that are documented
        };
    }

    private void effort(String asked, ObjectNode to) throws Inexpressible {
        int wanted = ModelTraits.LEVELS.indexOf(asked);
        if (wanted < 0) {
            throw new Inexpressible(
                    EFFORT,
                    "\"" + asked + "\" (expected: " + String.join(", ", ModelTraits.LEVELS) + ")");
        }
        switch (thought) {
            case Thought.Budget _ -> to.put("thinkingBudget", budgetOf(asked));
            case Thought.Level(var levels, _) -> {
                // every model has the highest
                var taken =
                        ModelTraits.LEVELS.subList(wanted, ModelTraits.LEVELS.size()).stream()
                                .filter(levels::contains)
                                .findFirst()
                                .orElseThrow();
                level(taken, to);
                tell(!taken.equals(asked));
            }
        }
    }

    private void tell(boolean changed) {
        if (changed) {
            left.add(EFFORT);
        }
    }

    private static void level(String level, ObjectNode to) {
        to.put("thinkingLevel", level.toUpperCase(Locale.ROOT));
    }

    /// As the vendor's own endpoint in OpenAI's dialect has it.
    private static long budgetOf(String effort) {
        return switch (effort) {
            case "minimal", "low" -> 1_024;
            case "medium" -> 8_192;
            default -> 24_576;
        };
    }
}
