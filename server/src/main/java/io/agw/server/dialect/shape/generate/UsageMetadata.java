package io.agw.server.dialect.shape.generate;

import io.agw.server.dialect.conversation.TokenUsage;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// `usageMetadata`. Its prompt includes what was read from the cache and excludes what tools of the
/// vendor put in; its candidates exclude thoughts.
final class UsageMetadata {
    private static final String PROMPT_DETAILS = "promptTokensDetails";
    private static final String ANSWER_DETAILS = "candidatesTokensDetails";
    private static final String AUDIO = "AUDIO";

    private UsageMetadata() {}

    /// Null when there is none, or when it cannot be believed.
    static @Nullable TokenUsage read(JsonNode metadata) {
        if (!metadata.isObject()) {
            return null;
        }
        long prompt = count(metadata, "promptTokenCount");
        long cached = count(metadata, "cachedContentTokenCount");
        long tools = count(metadata, "toolUsePromptTokenCount");
        long answer = count(metadata, "candidatesTokenCount");
        long thoughts = count(metadata, "thoughtsTokenCount");
        for (long each : new long[] {prompt, cached, tools, prompt + tools, answer, thoughts}) {
            if (each < 0 || each > TokenUsage.ABSURD) {
                return null;
            }
        }
        if (cached > prompt) {
            return null;
        }
        return new TokenUsage(prompt - cached + tools, cached, 0, 0, answer, thoughts)
                .withAudio(
                        audio(metadata.path(PROMPT_DETAILS)), audio(metadata.path(ANSWER_DETAILS)));
    }

    private static long audio(JsonNode details) {
        long tokens = 0;
        for (var part : details) {
            if (part.path("modality").asString("").equals(AUDIO)) {
                tokens = count(part, "tokenCount");
            }
        }
        return tokens;
    }

    /// 0 when absent, negative when it is no count.
    private static long count(JsonNode metadata, String name) {
        var value = metadata.path(name);
        if (value.isMissingNode() || value.isNull()) {
            return 0;
        }
        // halved, so that a sum of two does not overflow into something believable
        return value.isIntegralNumber() && value.canConvertToLong()
                ? Math.min(value.longValue(), Long.MAX_VALUE / 2)
                : -1;
    }

    static ObjectNode write(TokenUsage usage) {
        var metadata =
                JsonNodeFactory.instance
                        .objectNode()
                        .put("promptTokenCount", usage.input())
                        .put("candidatesTokenCount", usage.visibleOutput() + usage.audioOutput());
        if (usage.cacheRead() > 0) {
            metadata.put("cachedContentTokenCount", usage.cacheRead());
        }
        if (usage.reasoning() > 0) {
            metadata.put("thoughtsTokenCount", usage.reasoning());
        }
        putAudio(metadata, PROMPT_DETAILS, usage.audioInput());
        putAudio(metadata, ANSWER_DETAILS, usage.audioOutput());
        return metadata.put("totalTokenCount", usage.total());
    }

    private static void putAudio(ObjectNode metadata, String details, long tokens) {
        if (tokens > 0) {
            metadata.putArray(details).addObject().put("modality", AUDIO).put("tokenCount", tokens);
        }
    }
}
