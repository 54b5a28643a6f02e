package io.agw.server.dialect.shape.converse;

import io.agw.server.dialect.shape.StrangeDocuments;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/// Whatever stands in the place of anything, an answer is read or refused.
final class ConverseProperties {
    private static final String ANSWER =
            """
            {"metrics": {"latencyMs": 1}, "output": {"message": {"role": "assistant", "content": [
              {"reasoningContent": {"reasoningText": {"text": "a", "signature": "b"}}},
              {"reasoningContent": {"redactedContent": "aQ=="}}, {"text": "c"},
              {"citationsContent": {"content": [{"text": "d"}], "citations": []}},
              {"toolUse": {"toolUseId": "e", "name": "f", "input": {"g": 1}}}]}},
             "stopReason": "tool_use", "usage": {"inputTokens": 1, "outputTokens": 2,
              "totalTokens": 3, "cacheReadInputTokens": 4, "cacheWriteInputTokens": 5,
              "cacheDetails": [{"ttl": "1h", "inputTokens": 6}]}}
            """;

    @Property(tries = 2000)
    void noAnswerIsTooStrange(@ForAll long seed) {
        StrangeDocuments.answerIsReadOrRefused(new ConverseDialect(), ANSWER, seed);
    }
}
