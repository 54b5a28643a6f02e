package io.agw.server.dialect.shape.generate;

import io.agw.server.dialect.conversation.Reasoning;
import io.agw.server.dialect.conversation.Reasoning.Mode;
import io.agw.server.dialect.shape.Fields;
import io.agw.server.dialect.shape.Inexpressible;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// `thinkingConfig`, read: a level since Gemini 3, a budget before, where 0 is none and −1 leaves
/// it to the model.
final class ThinkingReader {
    static final long MODEL_DECIDES = -1;

    private static final String UNSAID = "thinking_level_unspecified";

    private ThinkingReader() {}

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
        if (!ModelTraits.LEVELS.contains(word)) {
            throw thinking.unknownWord("thinkingLevel", level, ModelTraits.LEVELS);
        }
        return word;
    }
}
