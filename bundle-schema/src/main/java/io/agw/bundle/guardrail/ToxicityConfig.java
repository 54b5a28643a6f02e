package io.agw.bundle.guardrail;

import io.agw.bundle.model.Default;
import io.agw.bundle.model.Doc;
import io.agw.bundle.model.Limits;

/// Settings of the type `toxicity`.
public record ToxicityConfig(
        @Doc(
                        "From which score on, of 0 to 1, a text counts as toxic: less finds more, and more that is none.")
                @Default("0.6")
                @Limits(min = 0, max = 1)
                double threshold)
        implements GuardrailConfig {}
