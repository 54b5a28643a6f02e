package io.agw.server.dialect.shape.converse;

import io.agw.server.dialect.conversation.TokenUsage;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// `usage`, where the prompt excludes what was read from a cache or written to it.
final class TokenUsageObject {
    private TokenUsageObject() {}

    /// @return null when it holds nothing, or numbers that cannot be believed; then it is as if it
    ///   had not come
    static @Nullable TokenUsage read(JsonNode usage) {
        long input = count(usage, "inputTokens");
        long output = count(usage, "outputTokens");
        long read = count(usage, "cacheReadInputTokens");
        long written = count(usage, "cacheWriteInputTokens");
        long forAnHour = 0;
        for (var write : usage.path("cacheDetails")) {
            if (write.path("ttl").asString("").equals("1h")) {
                forAnHour = count(write, "inputTokens");
            }
        }
        boolean said = usage.has("inputTokens") || usage.has("outputTokens");
        if (!said || Math.min(Math.min(input, output), Math.min(read, written)) < 0) {
            return null;
        }
        long hour = Math.clamp(forAnHour, 0, written);
        return new TokenUsage(input, read, written - hour, hour, output, 0);
    }

    /// 0 when it is not said, less when it cannot be believed.
    private static long count(JsonNode counts, String name) {
        var count = counts.path(name);
        if (count.isMissingNode() || count.isNull()) {
            return 0;
        }
        boolean credible =
                count.isIntegralNumber()
                        && count.canConvertToLong()
                        && count.longValue() >= 0
                        && count.longValue() <= TokenUsage.ABSURD;
        return credible ? count.longValue() : -1;
    }
}
