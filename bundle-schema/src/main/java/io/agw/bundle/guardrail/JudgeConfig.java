package io.agw.bundle.guardrail;

import io.agw.bundle.model.Default;
import io.agw.bundle.model.Doc;
import io.agw.bundle.model.Limits;
import java.time.Duration;
import java.util.List;

/// Settings of the type `llm_judge`.
public record JudgeConfig(
        @Doc("LLM route of protocol `openai` that is asked.") String routeId,
        @Doc("Model that is asked for there.") String model,
        @Doc("By what the model judges: what a text must be, or must not be.") String rubric,
        @Doc("Words by which the judge may say what it found, in lower case; others are left out.")
                @Limits(max = 20)
                List<String> labels,
        @Doc("Longest time that a judgement may take.") @Default("10s") Duration timeout)
        implements GuardrailConfig {
    /// Most characters of a rubric.
    public static final int LONGEST_RUBRIC = 10_000;

    public JudgeConfig {
        labels = List.copyOf(labels);
    }
}
