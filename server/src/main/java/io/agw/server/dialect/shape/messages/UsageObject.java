package io.agw.server.dialect.shape.messages;

import io.agw.server.dialect.conversation.TokenUsage;
import io.agw.server.dialect.shape.ToolArguments;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// `usage`, both ways. What a stream restates replaces what was said before and is never added to
/// it. Not thread-safe.
final class UsageObject {
    private long input;
    private long cacheRead;
    private long cacheWrite;
    private long longCacheWrite;
    private long output;
    private long reasoning;

    /// @return null when it holds nothing, or numbers that cannot be believed; then it is as if it
    ///   had not come
    @Nullable TokenUsage read(JsonNode usage) {
        if (!usage.isObject() || usage.isEmpty() || !isCredible(usage)) {
            return null;
        }
        if (restatesPrompt(usage)) {
            input = last(usage, "input_tokens", input);
            cacheRead = last(usage, "cache_read_input_tokens", cacheRead);
            var parts = usage.path("cache_creation");
            longCacheWrite = last(parts, "ephemeral_1h_input_tokens", longCacheWrite);
            long shortWrite = last(parts, "ephemeral_5m_input_tokens", cacheWrite);
            long written = last(usage, "cache_creation_input_tokens", shortWrite + longCacheWrite);
            longCacheWrite = Math.min(longCacheWrite, written);
            cacheWrite = written - longCacheWrite;
        }
        output = last(usage, "output_tokens", output);
        reasoning = last(usage.path("output_tokens_details"), "thinking_tokens", reasoning);
        long thought = Math.min(reasoning, output);
        return new TokenUsage(
                input, cacheRead, cacheWrite, longCacheWrite, output - thought, thought);
    }

    /// Some vendors fill the end of a stream with zeros instead of leaving members out.
    private static boolean restatesPrompt(JsonNode usage) {
        return last(usage, "input_tokens", 0)
                        + last(usage, "cache_read_input_tokens", 0)
                        + last(usage, "cache_creation_input_tokens", 0)
                > 0;
    }

    private static boolean isCredible(JsonNode counts) {
        for (var count : counts) {
            boolean credible =
                    count.isObject()
                            ? isCredible(count)
                            : !count.isNumber()
                                    || (count.isIntegralNumber()
                                            && count.canConvertToLong()
                                            && count.longValue() >= 0
                                            && count.longValue() <= TokenUsage.ABSURD);
            if (!credible) {
                return false;
            }
        }
        return true;
    }

    private static long last(JsonNode counts, String name, long before) {
        var count = counts.path(name);
        return count.isIntegralNumber() ? count.longValue() : before;
    }

    /// @param usage null when nobody counted, which clients read as zero, for they need numbers
    static ObjectNode write(@Nullable TokenUsage usage) {
        var counted = usage == null ? new TokenUsage(0, 0, 0, 0, 0, 0) : usage;
        var node =
                ToolArguments.EXACT
                        .createObjectNode()
                        .put("input_tokens", counted.uncachedInput() + counted.audioInput())
                        .put(
                                "cache_creation_input_tokens",
                                counted.cacheWrite() + counted.longCacheWrite())
                        .put("cache_read_input_tokens", counted.cacheRead());
        node.putObject("cache_creation")
                .put("ephemeral_5m_input_tokens", counted.cacheWrite())
                .put("ephemeral_1h_input_tokens", counted.longCacheWrite());
        node.put("output_tokens", counted.output());
        if (counted.reasoning() > 0) {
            node.putObject("output_tokens_details").put("thinking_tokens", counted.reasoning());
        }
        return node;
    }
}
