package io.agw.bundle.model;

/// What a guardrail looks for.
public enum GuardrailType {
    /// What tells who somebody is, or lets one in: addresses, numbers, keys, tokens.
    PII,
    /// Orders to a model that do not come from whom it should obey.
    PROMPT_INJECTION,
    /// Words and patterns that an operator lists.
    CONTENT_POLICY,
    /// Threats, hate, insults and profanity, by a list of words.
    TOXICITY,
    /// Answers that speak of something else than the request, by their words.
    GROUNDING,
    /// What a model is asked to judge, by a route of the gateway.
    LLM_JUDGE,
    /// What a service of the operator's judges.
    WEBHOOK,
    /// Answers that have another form than they should: JSON, a schema, a length.
    FORMAT
}
