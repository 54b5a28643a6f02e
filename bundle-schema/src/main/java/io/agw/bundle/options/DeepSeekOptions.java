package io.agw.bundle.options;

import io.agw.bundle.model.Default;
import io.agw.bundle.model.Doc;
import io.agw.bundle.model.Limits;
import io.agw.bundle.model.Matching;
import io.agw.bundle.upstream.PathRule;
import org.jspecify.annotations.Nullable;

/// Options of the `deepseek` type: values for requests that do not say otherwise.
public record DeepSeekOptions(
        @Doc("Path of chat completions behind `base_url`.")
                @Default("/chat/completions")
                @Matching(value = PathRule.PATTERN, expected = PathRule.EXPECTED)
                String path,
        @Doc("Sent as `thinking.type`; `none` sends nothing.") @Default("disabled")
                ThinkingType thinkingType,
        @Doc("Form of answers.") @Nullable ResponseFormat responseFormatType,
        @Doc("Most tokens of an answer.") @Limits(min = 1) @Nullable Integer maxTokens,
        @Doc("Sampling temperature.") @Limits(min = 0, max = 2) @Nullable Double temperature,
        @Doc("Share of probability that is sampled from.") @Limits(min = 0, max = 1)
                @Nullable Double topP,
        @Doc("How much tokens that have occurred are avoided.") @Limits(min = -2, max = 2)
                @Nullable Double presencePenalty,
        @Doc("How much frequent tokens are avoided.") @Limits(min = -2, max = 2)
                @Nullable Double frequencyPenalty,
        @Doc("Whether answers carry log probabilities.") @Nullable Boolean logProbs,
        @Doc("For how many alternatives of each token.") @Limits(min = 0, max = 20)
                @Nullable Integer topLogProbs,
        @Doc("`cc` leaves `metadata` and `user` out of requests, for APIs that refuse them.")
                @Default("none")
                Compact compact) {
    /// Form of answers.
    public enum ResponseFormat {
        TEXT,
        JSON_OBJECT,
        JSON_SCHEMA
    }
}
