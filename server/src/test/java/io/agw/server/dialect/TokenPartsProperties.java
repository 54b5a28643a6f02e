package io.agw.server.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import io.agw.server.dialect.conversation.TokenUsage;
import io.agw.server.dialect.conversation.ToldUsage;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;

/// The parts of a usage do not overlap: whatever a vendor counts into what, they add up to its own
/// totals, in every dialect, whole and streamed, and however the answer is read.
final class TokenPartsProperties {
    private static final long MOST = 1_000_000;
    private static final JsonLimits LIMITS = JsonLimits.defaults();

    /// Numbers as vendors say them: any of them may be larger than what it should be a part of.
    record Said(long prompt, long answer, long read, long written, long thoughts, long audio) {}

    @Provide
    Arbitrary<Said> said() {
        var number = Arbitraries.longs().between(0, MOST).edgeCases(e -> e.add(0L, 1L, MOST));
        return Combinators.combine(number, number, number, number, number, number).as(Said::new);
    }

    @Property(tries = 300)
    void openAisPromptHoldsWhatWasCachedAndItsAnswerTheThoughts(@ForAll("said") Said said) {
        long thoughts = Math.min(said.thoughts, said.answer);
        var usage =
                "{\"prompt_tokens\":%d,\"completion_tokens\":%d,\"total_tokens\":%d,\"prompt_tokens_details\":{\"cached_tokens\":%d,\"cache_write_tokens\":%d,\"audio_tokens\":%d},\"completion_tokens_details\":{\"reasoning_tokens\":%d,\"audio_tokens\":%d}}"
                        .formatted(
                                said.prompt,
                                said.answer,
                                said.prompt + said.answer,
                                said.read,
                                said.written,
                                said.audio,
                                thoughts,
                                said.audio);

        for (var tokens :
                everyWay(
                        Api.CHAT,
                        "{\"choices\":[],\"usage\":%s}".formatted(usage),
                        "{\"choices\":[{\"finish_reason\":\"stop\"}],\"usage\":null}",
                        "{\"choices\":[],\"usage\":%s}".formatted(usage))) {
            assertThat(sum(tokens)).isEqualTo(said.prompt + said.answer);
            assertThat(tokens.input()).isEqualTo(said.prompt);
            assertThat(tokens.output()).isEqualTo(said.answer);
            assertThat(tokens.cacheRead()).isEqualTo(Math.min(said.read, said.prompt));
            assertThat(tokens.reasoning()).isEqualTo(thoughts);
        }
    }

    @Property(tries = 100)
    void thoughtsBesideTheAnswerAreToldByTheTotal(@ForAll("said") Said said) {
        long total = said.prompt + said.answer + said.thoughts;
        var usage =
                "{\"prompt_tokens\":%d,\"completion_tokens\":%d,\"total_tokens\":%d,\"completion_tokens_details\":{\"reasoning_tokens\":%d}}"
                        .formatted(said.prompt, said.answer, total, said.thoughts);

        for (var tokens :
                everyWay(
                        Api.CHAT,
                        "{\"usage\":%s}".formatted(usage),
                        "{\"usage\":%s}".formatted(usage))) {
            assertThat(sum(tokens)).isEqualTo(total);
            assertThat(tokens.reasoning()).isEqualTo(said.thoughts);
        }
    }

    @Property(tries = 300)
    void responsesCountAsChatDoes(@ForAll("said") Said said) {
        long thoughts = Math.min(said.thoughts, said.answer);
        var usage =
                "{\"input_tokens\":%d,\"input_tokens_details\":{\"cached_tokens\":%d,\"cache_write_tokens\":%d},\"output_tokens\":%d,\"output_tokens_details\":{\"reasoning_tokens\":%d},\"total_tokens\":%d}"
                        .formatted(
                                said.prompt,
                                said.read,
                                said.written,
                                said.answer,
                                thoughts,
                                said.prompt + said.answer);

        for (var tokens :
                everyWay(
                        Api.RESPONSES,
                        "{\"usage\":%s}".formatted(usage),
                        "{\"type\":\"response.completed\",\"response\":{\"usage\":%s}}"
                                .formatted(usage))) {
            assertThat(sum(tokens)).isEqualTo(said.prompt + said.answer);
            assertThat(tokens.input()).isEqualTo(said.prompt);
            assertThat(tokens.reasoning()).isEqualTo(thoughts);
        }
    }

    @Property(tries = 300)
    void anthropicsPromptLeavesOutWhatWasCached(@ForAll("said") Said said) {
        long hour = said.written / 3;
        long thoughts = Math.min(said.thoughts, said.answer);
        var prompt =
                "\"input_tokens\":%d,\"cache_read_input_tokens\":%d,\"cache_creation_input_tokens\":%d,\"cache_creation\":{\"ephemeral_5m_input_tokens\":%d,\"ephemeral_1h_input_tokens\":%d}"
                        .formatted(said.prompt, said.read, said.written, said.written - hour, hour);
        var answer =
                "\"output_tokens\":%d,\"output_tokens_details\":{\"thinking_tokens\":%d}"
                        .formatted(said.answer, thoughts);

        for (var tokens :
                everyWay(
                        Api.MESSAGES,
                        "{\"usage\":{%s,%s}}".formatted(prompt, answer),
                        "{\"type\":\"message_start\",\"message\":{\"usage\":{%s,\"output_tokens\":1}}}"
                                .formatted(prompt),
                        "{\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"end_turn\"},\"usage\":{%s}}"
                                .formatted(answer))) {
            assertThat(sum(tokens)).isEqualTo(said.prompt + said.read + said.written + said.answer);
            assertThat(tokens.uncachedInput()).isEqualTo(said.prompt);
            assertThat(tokens.cacheWrite() + tokens.longCacheWrite()).isEqualTo(said.written);
            assertThat(tokens.longCacheWrite()).isEqualTo(hour);
            assertThat(tokens.output()).isEqualTo(said.answer);
        }
    }

    @Property(tries = 300)
    void geminisPromptHoldsWhatWasCachedAndItsAnswerNoThoughts(@ForAll("said") Said said) {
        var usage =
                "{\"promptTokenCount\":%d,\"cachedContentTokenCount\":%d,\"candidatesTokenCount\":%d,\"thoughtsTokenCount\":%d,\"toolUsePromptTokenCount\":%d,\"promptTokensDetails\":[{\"modality\":\"TEXT\",\"tokenCount\":1},{\"modality\":\"AUDIO\",\"tokenCount\":%d}]}"
                        .formatted(
                                said.prompt,
                                said.read,
                                said.answer,
                                said.thoughts,
                                said.written,
                                said.audio);
        var finished = "\"candidates\":[{\"finishReason\":\"STOP\"}]";

        for (var tokens :
                everyWay(
                        Api.GENERATE,
                        "{%s,\"usageMetadata\":%s}".formatted(finished, usage),
                        "{\"candidates\":[{}],\"usageMetadata\":{\"promptTokenCount\":%d}}"
                                .formatted(said.prompt),
                        "{%s,\"usageMetadata\":%s}".formatted(finished, usage))) {
            assertThat(sum(tokens))
                    .isEqualTo(said.prompt + said.written + said.answer + said.thoughts);
            assertThat(tokens.input()).isEqualTo(said.prompt + said.written);
            assertThat(tokens.output()).isEqualTo(said.answer + said.thoughts);
            assertThat(tokens.audioInput()).isLessThanOrEqualTo(said.audio);
        }
    }

    @Property(tries = 300)
    void bedrocksPromptHoldsNothingThatWasCached(@ForAll("said") Said said) {
        long hour = Math.min(said.thoughts, said.written);
        var usage =
                "{\"inputTokens\":%d,\"outputTokens\":%d,\"cacheReadInputTokens\":%d,\"cacheWriteInputTokens\":%d,\"cacheDetails\":[{\"ttl\":\"1h\",\"inputTokens\":%d},{\"inputTokens\":1,\"ttl\":\"5m\"}]}"
                        .formatted(said.prompt, said.answer, said.read, said.written, hour);
        for (var document :
                List.of(
                        "{\"stopReason\":\"end_turn\",\"usage\":%s}".formatted(usage),
                        "{\"metadata\":{\"usage\":%s}}".formatted(usage))) {
            var tally = new UsageTally(Api.CONVERSE, LIMITS);
            tally.event(bytes(document), 0, bytes(document).length);

            var tokens = tokens(tally.told());
            assertThat(sum(tokens)).isEqualTo(said.prompt + said.read + said.written + said.answer);
            assertThat(tokens.uncachedInput()).isEqualTo(said.prompt);
            assertThat(tokens.longCacheWrite()).isEqualTo(hour);
            assertThat(tokens.output()).isEqualTo(said.answer);
        }
    }

    private static long sum(TokenUsage tokens) {
        long sum =
                tokens.uncachedInput()
                        + tokens.cacheRead()
                        + tokens.cacheWrite()
                        + tokens.longCacheWrite()
                        + tokens.audioInput()
                        + tokens.visibleOutput()
                        + tokens.reasoning()
                        + tokens.audioOutput();
        assertThat(tokens.total()).isEqualTo(sum);
        return sum;
    }

    /// The usage of an answer read whole and as a stream, passed on and translated.
    private static List<TokenUsage> everyWay(Api api, String whole, String... events) {
        try {
            var bytes = bytes(whole);
            var document = new UsageTally(api, LIMITS);
            document.document(bytes, 0, bytes.length);
            var passed = PassedEvents.of(api, LIMITS, true, 1);
            var translated = new UsageTally(api, LIMITS);
            for (var event : events) {
                var data = bytes(event);
                passed.judge(data, 0, data.length);
                translated.event(data, 0, data.length);
            }
            return List.of(
                    tokens(new ReplyScanner(LIMITS).scan(api, bytes, 0, bytes.length).usage()),
                    tokens(document.told()),
                    tokens(passed.usage()),
                    tokens(translated.told()));
        } catch (MalformedJson | ReportedError e) {
            throw new IllegalArgumentException(whole, e);
        }
    }

    private static TokenUsage tokens(@Nullable ToldUsage usage) {
        return Objects.requireNonNull(Objects.requireNonNull(usage).tokens());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
