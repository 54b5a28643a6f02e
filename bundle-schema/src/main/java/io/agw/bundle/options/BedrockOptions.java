package io.agw.bundle.options;

import io.agw.bundle.model.Default;
import io.agw.bundle.model.Doc;
import io.agw.bundle.model.Matching;
import io.agw.bundle.upstream.HeaderRule;
import io.agw.bundle.upstream.HostRule;
import org.jspecify.annotations.Nullable;

/// Options of the `bedrock` type.
public record BedrockOptions(
        @Doc("AWS region, `eu-central-1`: the address and what signatures are for.")
                @Matching(value = HostRule.LABEL, expected = "like eu-central-1")
                String region,
        @Doc(
                        "Id of the access key whose secret `api_key` is; absent: `api_key` is a Bedrock API key, or the JSON of an access key.")
                @Matching(value = HeaderRule.WORD, expected = HeaderRule.WORD_EXPECTED)
                @Nullable String accessKeyId,
        @Doc(
                        "How models are asked: `invoke` by InvokeModel in the words of Anthropic's Messages, `converse` by Converse, `auto` the first for models whose name has `anthropic.`, the second for all others.")
                @Default("auto")
                ModelApi api) {
    /// How models are asked.
    public enum ModelApi {
        AUTO,
        INVOKE,
        CONVERSE
    }
}
