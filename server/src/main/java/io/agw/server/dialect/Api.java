package io.agw.server.dialect;

import java.util.Locale;

/// An operation of a model API, in the wire shape in which it is asked for and answered.
public enum Api {
    /// OpenAI's chat completions, which most vendors are compatible with.
    CHAT("chat"),
    /// OpenAI's responses.
    RESPONSES("chat"),
    /// Anthropic's messages.
    MESSAGES("chat"),
    /// Gemini's `generateContent` and `streamGenerateContent`.
    GENERATE("generate_content"),
    /// Amazon Bedrock's `Converse` and `ConverseStream`, which no client speaks.
    CONVERSE("chat"),
    /// OpenAI's embeddings.
    EMBEDDINGS("embeddings"),
    /// Gemini's `embedContent`, of one text.
    EMBED_CONTENT("embeddings"),
    /// Gemini's `batchEmbedContents`, of several.
    EMBED_CONTENTS("embeddings"),
    /// Anthropic's `count_tokens`.
    COUNT_TOKENS("count_tokens"),
    /// Gemini's `countTokens`.
    COUNT_CONTENT("count_tokens"),
    /// The list of models, in the shape of the vendor.
    MODELS("models"),
    /// Any other of OpenAI's, of which only the model is known, where the request names one.
    PASSTHROUGH("passthrough"),
    /// Any address of the vendor, to see whether it answers.
    PROBE("probe");

    private final String operation;
    private final String word = name().toLowerCase(Locale.ROOT);

    Api(String operation) {
        this.operation = operation;
    }

    /// Whether the answer may come as a stream of events.
    public boolean canStream() {
        return this == CHAT
                || this == RESPONSES
                || this == MESSAGES
                || this == GENERATE
                || this == CONVERSE;
    }

    /// Whether only the tokens of a prompt are asked for, which costs none.
    public boolean counts() {
        return this == COUNT_TOKENS || this == COUNT_CONTENT;
    }

    /// Whether texts are put into numbers, so that no tokens come back.
    public boolean embeds() {
        return this == EMBEDDINGS || this == EMBED_CONTENT || this == EMBED_CONTENTS;
    }

    /// Whether the model stands in the address and not in the body.
    public boolean isByModel() {
        return this == GENERATE
                || this == COUNT_CONTENT
                || this == EMBED_CONTENT
                || this == EMBED_CONTENTS;
    }

    /// The name in messages and logs: `messages`.
    public String word() {
        return word;
    }

    /// `gen_ai.operation.name` of OpenTelemetry's conventions, or a word like it.
    public String operation() {
        return operation;
    }
}
