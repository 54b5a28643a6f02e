package io.agw.server.dialect;

import io.agw.server.dialect.conversation.TokenUsage;
import io.agw.server.dialect.conversation.ToldUsage;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The numbers of a vendor's usage object, which the vendors name and nest differently. A number
/// that comes again replaces the one before: vendors restate them, and never send differences. Not
/// thread-safe.
final class TokenCounts {
    private static final long UNSAID = -1;

    /// How vendors call what is served at their usual prices.
    private static final Set<String> USUAL_TIERS =
            Set.of("auto", "default", "on_demand", "standard", "traffic_type_unspecified");

    private final UsageText text = new UsageText();
    private long input = UNSAID;
    private long output = UNSAID;
    private long total = UNSAID;
    private long cacheRead = UNSAID;
    private long cacheWrite = UNSAID;
    private long longCacheWrite = UNSAID;
    private long reasoning = UNSAID;
    private long toolInput = UNSAID;
    private long audioInput = UNSAID;
    private long audioOutput = UNSAID;
    private boolean absurd;
    private boolean special;

    /// Takes the numbers of the usage object at which a cursor stands.
    void take(JsonCursor at) throws MalformedJson {
        var usage = at.inside();
        boolean prompt = false;
        usage.enterObject();
        while (usage.nextMember()) {
            if (usage.kind() == '{') {
                takeDetails(usage, usage.nameIs("completion_tokens_details"));
            } else if (usage.kind() == '[') {
                takeList(usage);
            } else if (usage.nameIs("prompt_tokens")
                    || usage.nameIs("input_tokens")
                    || usage.nameIs("inputTokens")
                    || usage.nameIs("promptTokenCount")) {
                input = restated(input, usage);
                prompt = input > 0;
            } else if (usage.nameIs("completion_tokens")
                    || usage.nameIs("output_tokens")
                    || usage.nameIs("outputTokens")
                    || usage.nameIs("candidatesTokenCount")) {
                output = number(usage);
            } else if (usage.kind() == '"') {
                takeWord(usage);
            } else {
                takeOther(usage);
            }
        }
        text.take(at, prompt);
    }

    private void takeWord(JsonCursor usage) {
        if (usage.nameIs("service_tier")
                || usage.nameIs("serviceTier")
                || usage.nameIs("speed")
                || usage.nameIs("trafficType")) {
            takeTier(usage);
        }
    }

    /// Takes how the turn was served, where a cursor stands at the word for it: some vendors say it
    /// beside the usage.
    void takeTier(JsonCursor at) {
        special |= !USUAL_TIERS.contains(at.text().toLowerCase(Locale.ROOT));
    }

    private void takeOther(JsonCursor usage) {
        if (usage.nameIs("cache_read_input_tokens")
                || usage.nameIs("cacheReadInputTokens")
                || usage.nameIs("cachedContentTokenCount")
                || usage.nameIs("prompt_cache_hit_tokens")
                || usage.nameIs("cached_tokens")) {
            cacheRead = restated(cacheRead, usage);
        } else if (usage.nameIs("cache_creation_input_tokens")
                || usage.nameIs("cacheWriteInputTokens")) {
            cacheWrite = restated(cacheWrite, usage);
        } else if (usage.nameIs("thoughtsTokenCount")) {
            reasoning = number(usage);
        } else if (usage.nameIs("toolUsePromptTokenCount")) {
            toolInput = number(usage);
        } else if (usage.nameIs("total_tokens")) {
            total = number(usage);
        }
    }

    private void takeDetails(JsonCursor usage, boolean ofAnswer) throws MalformedJson {
        var details = usage.inside();
        details.enterObject();
        while (details.nextMember()) {
            if (details.nameIs("cached_tokens")) {
                cacheRead = number(details);
            } else if (details.nameIs("cache_write_tokens")
                    || details.nameIs("cache_creation_tokens")) {
                cacheWrite = number(details);
            } else if (details.nameIs("reasoning_tokens") || details.nameIs("thinking_tokens")) {
                reasoning = number(details);
            } else if (details.nameIs("ephemeral_1h_input_tokens")) {
                longCacheWrite = restated(longCacheWrite, details);
            } else if (details.nameIs("audio_tokens")) {
                if (ofAnswer) {
                    audioOutput = number(details);
                } else {
                    audioInput = number(details);
                }
            }
        }
    }

    private void takeList(JsonCursor usage) throws MalformedJson {
        if (usage.nameIs("cacheDetails")) {
            takeCacheWrites(usage);
        } else {
            takeModalities(usage);
        }
    }

    /// Bedrock's list of `{"ttl": "1h", "inputTokens": 7}`.
    private void takeCacheWrites(JsonCursor usage) throws MalformedJson {
        for (int i = usage.valueStart(); i < usage.valueEnd(); i++) {
            if (usage.byteAt(i) == '{') {
                var write = usage.inside(i, usage.valueEnd());
                boolean forAnHour = false;
                long tokens = UNSAID;
                write.enterObject();
                while (write.nextMember()) {
                    if (write.nameIs("ttl") && write.kind() == '"') {
                        forAnHour = write.text().equals("1h");
                    } else if (write.nameIs("inputTokens")) {
                        tokens = number(write);
                    }
                }
                longCacheWrite = forAnHour ? tokens : longCacheWrite;
            }
        }
    }

    /// Gemini's lists of `{"modality": "AUDIO", "tokenCount": 7}`.
    private void takeModalities(JsonCursor usage) throws MalformedJson {
        boolean ofPrompt = usage.nameIs("promptTokensDetails");
        if (!ofPrompt && !usage.nameIs("candidatesTokensDetails")) {
            return;
        }
        long audio = UNSAID;
        for (int i = usage.valueStart(); i < usage.valueEnd(); i++) {
            if (usage.byteAt(i) == '{') {
                audio = Math.max(audio, audio(usage.inside(i, usage.valueEnd())));
            }
        }
        if (ofPrompt) {
            audioInput = audio;
        } else {
            audioOutput = audio;
        }
    }

    private long audio(JsonCursor modality) throws MalformedJson {
        boolean is = false;
        long tokens = UNSAID;
        modality.enterObject();
        while (modality.nextMember()) {
            if (modality.nameIs("modality") && modality.kind() == '"') {
                is = modality.text().equals("AUDIO");
            } else if (modality.nameIs("tokenCount")) {
                tokens = number(modality);
            }
        }
        return is ? tokens : UNSAID;
    }

    /// Some vendors fill the end of a stream with zeros instead of leaving the prompt's numbers
    /// out.
    private long restated(long before, JsonCursor member) {
        long tokens = number(member);
        return tokens == 0 ? Math.max(before, 0) : tokens;
    }

    /// A number that is none of tokens makes all of them unbelievable; null says nothing.
    private long number(JsonCursor member) {
        if (!member.isNumber()) {
            return UNSAID;
        }
        long tokens = member.count();
        absurd |= tokens < 0;
        return tokens;
    }

    /// What was said; null when nothing was.
    @Nullable ToldUsage told(Api api) {
        return text.isEmpty() ? null : new ToldUsage(absurd ? null : of(api), text.text(), special);
    }

    /// The numbers in parts that do not overlap; null when those that count are not said, or cannot
    /// be believed.
    private @Nullable TokenUsage of(Api api) {
        var usage =
                switch (api) {
                    case CHAT, RESPONSES -> input < 0 || output < 0 ? null : inclusive();
                    case EMBEDDINGS, EMBED_CONTENT, EMBED_CONTENTS ->
                            input < 0 ? null : usage(input, 0, 0, 0, 0, 0);
                    case PASSTHROUGH ->
                            input < 0
                                    ? null
                                    : output < 0 ? usage(input, 0, 0, 0, 0, 0) : inclusive();
                    case MESSAGES, CONVERSE -> output < 0 ? null : exclusive();
                    case GENERATE -> input < 0 ? null : generated();
                    case COUNT_TOKENS, COUNT_CONTENT, MODELS, PROBE -> null;
                };
        return usage == null ? null : usage.withAudio(audioInput, audioOutput);
    }

    /// OpenAI's way: the prompt includes what was cached, the answer includes thoughts. Some
    /// vendors of the same API count thoughts beside the answer; the total tells.
    private @Nullable TokenUsage inclusive() {
        long read = Math.min(said(cacheRead), input);
        long write = Math.min(said(cacheWrite), input - read);
        long thought = said(reasoning);
        boolean beside = thought > output || (thought > 0 && total == input + output + thought);
        return usage(
                input - read - write, read, write, 0, beside ? output : output - thought, thought);
    }

    /// Anthropic's and Bedrock's way: the prompt excludes what was cached, the answer includes
    /// thoughts.
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
