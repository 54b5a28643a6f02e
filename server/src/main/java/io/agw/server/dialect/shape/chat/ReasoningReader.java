package io.agw.server.dialect.shape.chat;

import io.agw.server.dialect.conversation.Reasoning;
import io.agw.server.dialect.shape.Asides;
import io.agw.server.dialect.shape.Fields;
import io.agw.server.dialect.shape.Inexpressible;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads how much a model is to think: OpenAI's `reasoning_effort`, and `reasoning` and `thinking`
/// of vendors that say more.
final class ReasoningReader {
    private static final String EFFORT = "reasoning_effort";
    private static final List<String> EFFORTS =
            List.of("none", "minimal", "low", "medium", "high", "xhigh", "max");

    private final Asides asides;
    private Reasoning.@Nullable Mode mode;
    private @Nullable String effort;
    private @Nullable Long budget;
    private @Nullable Boolean shown;

    ReasoningReader(Asides asides) {
        this.asides = asides;
    }

    @Nullable Reasoning read(Fields request) throws Inexpressible {
        takeEffort(request, EFFORT);
        takeObject(request.object("reasoning"));
        takeThinking(request.object("thinking"));
        if (mode == null && effort == null && budget == null && shown == null) {
            return null;
        }
        if (mode == null) {
            boolean asked = effort != null || budget != null;
            mode = asked ? Reasoning.Mode.ON : Reasoning.Mode.ADAPTIVE;
        }
        return new Reasoning(mode, effort, budget, shown);
    }

    private void takeEffort(Fields fields, String name) throws Inexpressible {
        var word = fields.text(name);
        if (word == null) {
            return;
        }
        if (!EFFORTS.contains(word)) {
            throw fields.unknownWord(name, word, EFFORTS);
        }
        if (word.equals("none")) {
            mode = Reasoning.Mode.OFF;
        } else {
            effort = word;
        }
    }

    private void takeObject(@Nullable Fields reasoning) throws Inexpressible {
        if (reasoning == null) {
            return;
        }
        takeEffort(reasoning, "effort");
        budget = reasoning.whole("max_tokens");
        var enabled = reasoning.flag("enabled");
        if (enabled != null) {
            mode = enabled ? Reasoning.Mode.ON : Reasoning.Mode.OFF;
        }
        var excluded = reasoning.flag("exclude");
        shown = excluded == null ? null : Boolean.valueOf(!excluded);
        asides.rest(reasoning);
    }

    private void takeThinking(@Nullable Fields thinking) throws Inexpressible {
        if (thinking == null) {
            return;
        }
        var type = thinking.requiredText("type");
        mode =
                switch (type) {
                    case "enabled" -> Reasoning.Mode.ON;
                    case "disabled" -> Reasoning.Mode.OFF;
                    case "auto", "adaptive" -> Reasoning.Mode.ADAPTIVE;
                    default ->
                            throw thinking.unknownWord(
                                    "type", type, List.of("enabled", "disabled", "auto"));
                };
        var tokens = thinking.whole("budget_tokens");
        budget = tokens == null ? budget : tokens;
        asides.rest(thinking);
    }
}
