package io.agw.bundle.model;

import org.jspecify.annotations.Nullable;

/// What a model can do. Absent means unknown, and unknown counts as capable.
public record Capabilities(
        @Doc("Answers as a stream.") @Nullable Boolean streaming,
        @Doc("Calls tools.") @Nullable Boolean tools,
        @Doc("Reads images.") @Nullable Boolean vision,
        @Doc("Answers in JSON that fits a schema.") @Nullable Boolean json,
        @Doc("Makes embeddings.") @Nullable Boolean embeddings,
        @Doc("Most tokens of input and output together.") @Limits(min = 1)
                @Nullable Long contextWindow,
        @Doc("Most tokens of an answer.") @Limits(min = 1) @Nullable Long maxOutputTokens) {}
