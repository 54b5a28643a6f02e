package io.agw.server.dialect.shape.converse;

import io.agw.server.dialect.shape.Signatory;

/// Models that take the same beyond what all take, told by the name, which may be a model id, an
/// inference profile or an ARN of either. Of a model whose name says nothing only what all of them
/// take is assumed.
enum Family {
    CLAUDE,
    NOVA,
    /// Nova that can be asked to reason.
    NOVA_2,
    GPT_OSS,
    OTHER;

    static Family of(String model) {
        if (model.contains("anthropic.")) {
            return CLAUDE;
        }
        if (model.contains("amazon.nova")) {
            return model.contains("amazon.nova-2") ? NOVA_2 : NOVA;
        }
        return model.contains("openai.gpt-oss") ? GPT_OSS : OTHER;
    }

    private boolean isNova() {
        return this == NOVA || this == NOVA_2;
    }

    /// Whether the prompt is cached where it is told to be; others refuse to be told.
    boolean caches() {
        return this == CLAUDE || isNova();
    }

    /// Whether that goes for definitions of tools, and for an hour.
    boolean cachesAll() {
        return this == CLAUDE;
    }

    /// Who signs the thoughts of a model of the family. Of a model whose name says nothing it is
    /// not known whose signatures it takes but its own.
    ///
    /// @param model as the upstream names it
    Signatory signatory(String model) {
        return switch (this) {
            case CLAUDE -> new Signatory("ccla");
            case NOVA -> new Signatory("cnov");
            case NOVA_2 -> new Signatory("cno2");
            case GPT_OSS -> new Signatory("cgpt");
            case OTHER -> Signatory.numbered('C', model);
        };
    }

    /// Whether a tool's result may say that the tool failed.
    boolean isToldOfFailure() {
        return this == CLAUDE || isNova();
    }
}
