package io.agw.server.dialect;

import io.agw.server.dialect.conversation.TokenUsage;
import org.jspecify.annotations.Nullable;

/// The numbers of a vendor's usage object, which the vendors name and nest differently. A number
/// that comes again replaces the one before: vendors restate them, and never send differences. Not
/// thread-safe.
final class TokenCounts {
    private static final long UNSAID = -1;

    private long input = UNSAID;
    private long output = UNSAID;
    private long cacheRead = UNSAID;
    private long cacheWrite = UNSAID;
    private long longCacheWrite = UNSAID;
    private long reasoning = UNSAID;
    private long toolInput = UNSAID;

    /// Takes the numbers of a usage object.
    void take(JsonCursor usage) throws MalformedJson {
        usage.enterObject();
        while (usage.nextMember()) {
            if (usage.kind() == '{') {
                takeDetails(usage);
            } else if (usage.nameIs("prompt_tokens")
                    || usage.nameIs("input_tokens")
                    || usage.nameIs("promptTokenCount")) {
                input = usage.count();
            } else if (usage.nameIs("completion_tokens")
                    || usage.nameIs("output_tokens")
                    || usage.nameIs("candidatesTokenCount")) {
                output = usage.count();
            } else if (usage.nameIs("cache_read_input_tokens")
                    || usage.nameIs("cachedContentTokenCount")
                    || usage.nameIs("prompt_cache_hit_tokens")) {
                cacheRead = usage.count();
            } else if (usage.nameIs("cache_creation_input_tokens")) {
                cacheWrite = usage.count();
            } else if (usage.nameIs("thoughtsTokenCount")) {
                reasoning = usage.count();
            } else if (usage.nameIs("toolUsePromptTokenCount")) {
                toolInput = usage.count();
            }
        }
    }

    private void takeDetails(JsonCursor usage) throws MalformedJson {
        var details = usage.inside();
        details.enterObject();
        while (details.nextMember()) {
            if (details.nameIs("cached_tokens")) {
                cacheRead = details.count();
            } else if (details.nameIs("cache_write_tokens")) {
                cacheWrite = details.count();
            } else if (details.nameIs("reasoning_tokens") || details.nameIs("thinking_tokens")) {
                reasoning = details.count();
            } else if (details.nameIs("ephemeral_1h_input_tokens")) {
                longCacheWrite = details.count();
            }
        }
    }

    /// The numbers in parts that do not overlap; null when they are not said, or cannot be
    /// believed.
    @Nullable TokenUsage of(Api api) {
        return switch (api) {
            case CHAT, RESPONSES -> input < 0 || output < 0 ? null : inclusive();
            case EMBEDDINGS -> input < 0 ? null : usage(input, 0, 0, 0, 0, 0);
            case PASSTHROUGH ->
                    input < 0 ? null : output < 0 ? usage(input, 0, 0, 0, 0, 0) : inclusive();
            case MESSAGES -> output < 0 ? null : exclusive();
            case GENERATE -> input < 0 ? null : generated();
            case COUNT_TOKENS, COUNT_CONTENT, MODELS, PROBE -> null;
        };
    }

    /// OpenAI's way: the prompt includes what was cached, the answer includes thoughts.
    private @Nullable TokenUsage inclusive() {
        long read = Math.min(said(cacheRead), input);
        long write = Math.min(said(cacheWrite), input - read);
        long thought = Math.min(said(reasoning), output);
        return usage(input - read - write, read, write, 0, output - thought, thought);
    }

    /// Anthropic's way: the prompt excludes what was cached, the answer includes thoughts.
    private @Nullable TokenUsage exclusive() {
        long hour = Math.min(said(longCacheWrite), said(cacheWrite));
        long thought = Math.min(said(reasoning), output);
        return usage(
                said(input),
                said(cacheRead),
                said(cacheWrite) - hour,
                hour,
                output - thought,
                thought);
    }

    /// Gemini's way: the prompt includes what was cached, the answer excludes thoughts.
    private @Nullable TokenUsage generated() {
        long read = Math.min(said(cacheRead), input);
        return usage(input - read + said(toolInput), read, 0, 0, said(output), said(reasoning));
    }

    private static @Nullable TokenUsage usage(
            long uncached, long read, long write, long hour, long visible, long thought) {
        boolean believable =
                Math.max(Math.max(uncached, read), Math.max(write, hour)) <= TokenUsage.ABSURD
                        && Math.max(visible, thought) <= TokenUsage.ABSURD;
        return believable ? new TokenUsage(uncached, read, write, hour, visible, thought) : null;
    }

    private static long said(long tokens) {
        return Math.max(0, tokens);
    }
}
