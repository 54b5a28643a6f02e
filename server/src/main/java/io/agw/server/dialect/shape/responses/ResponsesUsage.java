package io.agw.server.dialect.shape.responses;

import io.agw.server.dialect.conversation.TokenUsage;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Tokens as responses count them: the input includes what was cached, the output includes
/// thoughts.
final class ResponsesUsage {
    private ResponsesUsage() {}

    /// Null when there is none, or none that can be believed.
    static @Nullable TokenUsage read(JsonNode usage) {
        long input = count(usage.path("input_tokens"));
        long output = count(usage.path("output_tokens"));
        if (input < 0 || output < 0) {
            return null;
        }
        var details = usage.path("input_tokens_details");
        long cached = within(details.path("cached_tokens"), input);
        long written = within(details.path("cache_write_tokens"), input - cached);
        long thought = within(usage.path("output_tokens_details").path("reasoning_tokens"), output);
        return new TokenUsage(
                input - cached - written, cached, written, 0, output - thought, thought);
    }

    private static long within(JsonNode part, long whole) {
        return Math.clamp(count(part), 0, whole);
    }

    /// −1 when it is no number of tokens.
    private static long count(JsonNode node) {
        if (!node.isIntegralNumber() || !node.canConvertToLong()) {
            return -1;
        }
        long count = node.longValue();
        return count < 0 || count > TokenUsage.ABSURD ? -1 : count;
    }

    static ObjectNode write(TokenUsage usage) {
        var node = JsonNodeFactory.instance.objectNode().put("input_tokens", usage.input());
        node.putObject("input_tokens_details")
                .put("cached_tokens", usage.cacheRead())
                .put("cache_write_tokens", usage.cacheWrite() + usage.longCacheWrite());
        node.put("output_tokens", usage.output());
        node.putObject("output_tokens_details").put("reasoning_tokens", usage.reasoning());
        return node.put("total_tokens", usage.total());
    }
}
