package io.agw.server.dialect.shape.messages;

import io.agw.server.dialect.shape.StrangeDocuments;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/// Whatever stands in the place of anything, a document is read or refused.
final class MessagesProperties {
    private static final String REQUEST =
            """
            {"model": "m", "max_tokens": 9, "system": [{"type": "text", "text": "a",
              "cache_control": {"type": "ephemeral", "ttl": "1h"}}], "messages": [
              {"role": "assistant", "content": [{"type": "thinking", "thinking": "b",
                "signature": "c"}, {"type": "redacted_thinking", "data": "d"},
                {"type": "tool_use", "id": "e", "name": "f", "input": {"g": 1}}]},
              {"role": "user", "content": [{"type": "tool_result", "tool_use_id": "e",
                "is_error": true, "content": [{"type": "text", "text": "h"}]},
                {"type": "image", "source": {"type": "base64", "media_type": "image/png",
                "data": "aQ=="}}, {"type": "document", "title": "t", "source": {"type": "url",
                "url": "https://example.com/j"}}]}],
             "tools": [{"name": "f", "description": "k", "input_schema": {"type": "object"}}],
             "tool_choice": {"type": "tool", "name": "f", "disable_parallel_tool_use": true},
             "temperature": 0.5, "top_p": 1, "top_k": 2, "stop_sequences": ["l"], "stream": false,
             "thinking": {"type": "enabled", "budget_tokens": 1024},
             "output_config": {"effort": "low", "format": {"type": "json_schema", "schema": {}}},
             "metadata": {"user_id": "n"}}
            """;
    private static final String ANSWER =
            """
            {"id": "a", "type": "message", "role": "assistant", "model": "m", "content": [
              {"type": "thinking", "thinking": "b", "signature": "c"},
              {"type": "text", "text": "d", "citations": null},
              {"type": "tool_use", "id": "e", "name": "f", "input": {"g": 1}}],
             "stop_reason": "tool_use", "stop_sequence": null,
             "usage": {"input_tokens": 1, "output_tokens": 2, "cache_read_input_tokens": 3,
               "cache_creation": {"ephemeral_5m_input_tokens": 4}}}
            """;

    @Property(tries = 2000)
    void noRequestIsTooStrange(@ForAll long seed) {
        StrangeDocuments.requestIsReadOrRefused(new MessagesDialect(), REQUEST, seed);
    }

    @Property(tries = 2000)
    void noAnswerIsTooStrange(@ForAll long seed) {
        StrangeDocuments.answerIsReadOrRefused(new MessagesDialect(), ANSWER, seed);
    }
}
