package io.agw.bundle.guardrail;

import io.agw.bundle.canonical.Declared;
import io.agw.bundle.canonical.ObjectCodec;
import io.agw.bundle.document.Node;
import io.agw.bundle.document.Trees;
import io.agw.bundle.model.Guardrail;
import io.agw.bundle.model.GuardrailType;
import io.agw.bundle.problem.Problems;
import io.agw.bundle.shape.Shapes;
import java.util.ArrayList;
import java.util.Optional;
import java.util.TreeMap;

/// The settings of a guardrail's type.
public sealed interface GuardrailConfig
        permits PiiConfig,
                InjectionConfig,
                ContentConfig,
                ToxicityConfig,
                GroundingConfig,
                JudgeConfig,
                WebhookConfig,
                FormatConfig {
    /// Reads the settings. Every problem is reported; empty when there was an error.
    ///
    /// @param places where they stand
    static Optional<GuardrailConfig> read(
            Guardrail guardrail, Declared.Places places, ObjectCodec codec, Problems problems) {
        var members = new ArrayList<Node.Member>();
        new TreeMap<>(guardrail.config())
                .forEach((name, json) -> {
                    var at = places.at("/config/" + name.replace("~", "~0").replace("/", "~1"));
                    members.add(new Node.Member(name, Trees.node(json, at), at));
                });
        var node = new Node.Members(members, places.at("/config"));
        return codec.readPart(Shapes.of(record(guardrail.type())), node, "config", problems)
                .map(GuardrailConfig.class::cast);
    }

    /// The record of a type's settings.
    static Class<? extends Record> record(GuardrailType type) {
        return switch (type) {
            case PII -> PiiConfig.class;
            case PROMPT_INJECTION -> InjectionConfig.class;
            case CONTENT_POLICY -> ContentConfig.class;
            case TOXICITY -> ToxicityConfig.class;
            case GROUNDING -> GroundingConfig.class;
            case LLM_JUDGE -> JudgeConfig.class;
            case WEBHOOK -> WebhookConfig.class;
            case FORMAT -> FormatConfig.class;
        };
    }
}
