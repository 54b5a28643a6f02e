package io.agw.server.dialect.shape.chat;

import io.agw.server.dialect.conversation.TokenUsage;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Tokens as chat completions count them: the prompt includes what was cached, the answer includes
/// thoughts.
final class ChatUsage {
    private ChatUsage() {}

    /// Null when there is none, or none that can be believed.
    static @Nullable TokenUsage read(@Nullable JsonNode usage) {
        if (usage == null || !usage.isObject()) {
            return null;
        }
        long prompt = count(usage.get("prompt_tokens"));
        long completion = count(usage.get("completion_tokens"));
        if (prompt < 0 || completion < 0) {
            return null;
        }
        var details = usage.path("prompt_tokens_details");
        long cached =
                first(
                        details.get("cached_tokens"),
                        usage.get("prompt_cache_hit_tokens"),
                        usage.get("cached_tokens"),
                        usage.get("cache_read_input_tokens"));
        cached = Math.min(cached, prompt);
        long written =
                first(
                        details.get("cache_write_tokens"),
                        details.get("cache_creation_tokens"),
                        usage.get("cache_creation_input_tokens"));
        written = Math.min(written, prompt - cached);
        long reasoning = first(usage.path("completion_tokens_details").get("reasoning_tokens"));
        long visible =
                isBeside(usage, prompt, completion, reasoning)
                        ? completion
                        : completion - reasoning;
        return new TokenUsage(prompt - cached - written, cached, written, 0, visible, reasoning)
                .withAudio(
                        count(details.get("audio_tokens")),
                        count(usage.path("completion_tokens_details").get("audio_tokens")));
    }

    /// Some vendors count thoughts beside the answer and not within it; the total tells.
    private static boolean isBeside(JsonNode usage, long prompt, long completion, long reasoning) {
        return reasoning > completion
                || (reasoning > 0
                        && count(usage.get("total_tokens")) == prompt + completion + reasoning);
    }

    private static long first(@Nullable JsonNode... counts) {
        for (var node : counts) {
            long count = count(node);
            if (count > 0) {
                return count;
            }
        }
        return 0;
    }

    /// −1 when it is no number of tokens.
    private static long count(@Nullable JsonNode node) {
        if (node == null || !node.isIntegralNumber() || !node.canConvertToLong()) {
            return -1;
        }
        long count = node.longValue();
        return count < 0 || count > TokenUsage.ABSURD ? -1 : count;
    }

    static ObjectNode write(TokenUsage usage) {
        var node = JsonNodeFactory.instance.objectNode();
        node.put("prompt_tokens", usage.input());
        node.put("completion_tokens", usage.output());
        node.put("total_tokens", usage.total());
        var prompt =
                node.putObject("prompt_tokens_details")
                        .put("cached_tokens", usage.cacheRead())
                        .put("cache_write_tokens", usage.cacheWrite() + usage.longCacheWrite());
        var answer =
                node.putObject("completion_tokens_details")
                        .put("reasoning_tokens", usage.reasoning());
        if (usage.audioInput() > 0) {
            prompt.put("audio_tokens", usage.audioInput());
        }
        if (usage.audioOutput() > 0) {
            answer.put("audio_tokens", usage.audioOutput());
        }
        return node;
    }
}
