package io.agw.server.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import io.agw.server.dialect.conversation.TokenUsage;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;

/// The parts of a usage do not overlap: whatever a vendor counts into what, they add up to its own
/// totals.
final class TokenPartsProperties {
    private static final long MOST = 1_000_000;

    private final ReplyScanner scanner = new ReplyScanner(JsonLimits.defaults());

    @Property(tries = 300)
    void openAisPromptHoldsWhatWasCachedAndItsAnswerTheThoughts(
            @ForAll @LongRange(max = MOST) long prompt,
            @ForAll @LongRange(max = MOST) long cached,
            @ForAll @LongRange(max = MOST) long answer,
            @ForAll @LongRange(max = MOST) long thoughts)
            throws MalformedJson {
        var usage =
                scan(
                        Api.CHAT,
                        "{\"usage\":{\"prompt_tokens\":%d,\"completion_tokens\":%d,\"prompt_tokens_details\":{\"cached_tokens\":%d},\"completion_tokens_details\":{\"reasoning_tokens\":%d}}}"
                                .formatted(prompt, answer, cached, thoughts));

        assertThat(usage.input()).isEqualTo(prompt);
        assertThat(usage.output()).isEqualTo(answer);
        assertThat(usage.cacheRead()).isEqualTo(Math.min(cached, prompt));
        assertThat(usage.reasoning()).isEqualTo(Math.min(thoughts, answer));
    }

    @Property(tries = 300)
    void anthropicsPromptLeavesOutWhatWasCached(
            @ForAll @LongRange(max = MOST) long prompt,
            @ForAll @LongRange(max = MOST) long read,
            @ForAll @LongRange(max = MOST) long written,
            @ForAll @LongRange(max = MOST) long answer)
            throws MalformedJson {
        var usage =
                scan(
                        Api.MESSAGES,
                        "{\"usage\":{\"input_tokens\":%d,\"cache_read_input_tokens\":%d,\"cache_creation_input_tokens\":%d,\"cache_creation\":{\"ephemeral_1h_input_tokens\":%d},\"output_tokens\":%d}}"
                                .formatted(prompt, read, written, written / 3, answer));

        assertThat(usage.input()).isEqualTo(prompt + read + written);
        assertThat(usage.cacheWrite() + usage.longCacheWrite()).isEqualTo(written);
        assertThat(usage.longCacheWrite()).isEqualTo(written / 3);
        assertThat(usage.output()).isEqualTo(answer);
    }

    @Property(tries = 300)
    void geminisPromptHoldsWhatWasCachedAndItsAnswerNoThoughts(
            @ForAll @LongRange(max = MOST) long prompt,
            @ForAll @LongRange(max = MOST) long cached,
            @ForAll @LongRange(max = MOST) long answer,
            @ForAll @LongRange(max = MOST) long thoughts)
            throws MalformedJson {
        var usage =
                scan(
                        Api.GENERATE,
                        "{\"usageMetadata\":{\"promptTokenCount\":%d,\"cachedContentTokenCount\":%d,\"candidatesTokenCount\":%d,\"thoughtsTokenCount\":%d}}"
                                .formatted(prompt, cached, answer, thoughts));

        assertThat(usage.input()).isEqualTo(prompt);
        assertThat(usage.output()).isEqualTo(answer + thoughts);
        assertThat(usage.total()).isEqualTo(prompt + answer + thoughts);
    }

    private TokenUsage scan(Api api, String answer) throws MalformedJson {
        var bytes = answer.getBytes(StandardCharsets.UTF_8);
        return Objects.requireNonNull(scanner.scan(api, bytes, 0, bytes.length).usage());
    }
}
