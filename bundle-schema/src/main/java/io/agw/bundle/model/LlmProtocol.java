package io.agw.bundle.model;

/// The API that an LLM route offers to clients.
public enum LlmProtocol {
    OPENAI,
    ANTHROPIC,
    CC,
    GEMINI
}
