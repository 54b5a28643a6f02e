package io.agw.bundle.options;

import io.agw.bundle.model.Default;
import io.agw.bundle.model.Doc;
import io.agw.bundle.model.Matching;
import io.agw.bundle.upstream.HeaderRule;
import org.jspecify.annotations.Nullable;

/// Options of the `openai` type.
public record OpenAiOptions(
        @Doc("Organization that requests count for, sent as `OpenAI-Organization`.")
                @Matching(value = HeaderRule.WORD, expected = HeaderRule.WORD_EXPECTED)
                @Nullable String organization,
        @Doc("Project that requests count for, sent as `OpenAI-Project`.")
                @Matching(value = HeaderRule.WORD, expected = HeaderRule.WORD_EXPECTED)
                @Nullable String project,
        @Doc("`cc` leaves `metadata` and `user` out of requests, for APIs that refuse them.")
                @Default("none")
                Compact compact) {}
