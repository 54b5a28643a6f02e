package io.agw.bundle.guardrail;

import io.agw.bundle.model.Default;
import io.agw.bundle.model.Doc;
import io.agw.bundle.model.Limits;

/// Settings of the type `grounding`.
public record GroundingConfig(
        @Doc(
                        "Which share of an answer's words must stand in the request, of 0 to 1: more finds more, and more that is none.")
                @Default("0.4")
                @Limits(min = 0, max = 1)
                double threshold)
        implements GuardrailConfig {}
