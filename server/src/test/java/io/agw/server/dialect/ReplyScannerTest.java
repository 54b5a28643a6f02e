package io.agw.server.dialect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agw.server.dialect.conversation.TokenUsage;
import io.agw.server.dialect.conversation.ToldUsage;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What answers and chunks say about themselves.
final class ReplyScannerTest {
    private final ReplyScanner scanner = new ReplyScanner(JsonLimits.defaults());

    @Test
    void readsUsageOfTheDocumentItself() throws MalformedJson {
        var reply =
                scan(
                        """
                        {"choices":[{"usage":{"prompt_tokens":1,"completion_tokens":1}}],
                         "usage":{"prompt_tokens":19,"completion_tokens":10,"total_tokens":29,
                         "prompt_tokens_details":{"cached_tokens":3}}}\
                        """);

        var usage = Objects.requireNonNull(reply.usage());
        assertThat(usage.tokens()).isEqualTo(new TokenUsage(16, 3, 0, 0, 10, 0));
        assertThat(usage.text()).startsWith("{\"prompt_tokens\":19,").endsWith("_tokens\":3}}");
        assertThat(reply.choices()).isTrue();
        assertThat(reply.error()).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"prompt_tokens\":-1,\"completion_tokens\":1}",
                "{\"prompt_tokens\":1e3,\"completion_tokens\":1}",
                "{\"prompt_tokens\":1000000000000000000,\"completion_tokens\":1}",
                "{\"prompt_tokens\":2000000000,\"completion_tokens\":1}",
                "{\"prompt_tokens\":\"7\",\"completion_tokens\":1}",
                "{\"prompt_tokens\":7}",
                "{}"
            })
    void usageThatCannotBeBelievedIsKeptAsItWasSaid(String usage) throws MalformedJson {
        assertThat(scan("{\"usage\":" + usage + "}").usage()).isEqualTo(new ToldUsage(null, usage));
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "7", "[]"})
    void whatIsNoObjectIsNoUsage(String usage) throws MalformedJson {
        assertThat(scan("{\"usage\":" + usage + "}").usage()).isNull();
    }

    @Test
    void errorsShowWordsOnly() throws MalformedJson {
        var error =
                scan("""
                {"error":{"message":"your prompt was …","type":"invalid_request_error",
                 "param":"messages[0].content","code":"said: sk-secret"}}\
                """)
                        .error();

        assertThat(error)
                .isEqualTo(new UpstreamError(null, "invalid_request_error", "messages[0].content"));
        assertThat(scan("{\"error\":\"broken\"}").error()).isEqualTo(UpstreamError.UNKNOWN);
        assertThat(scan("{\"error\":null}").error()).isNull();
    }

    /// An upstream may put the key that it was called with where a word belongs.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "sk-proj-8Hq2LmZ0x4TnV7yB1cWd5rKf9sJe3aGu",
                "QmFzZTY0S2V5T2ZOb1ZlbmRvcg",
                "3f2504e0-4f89-41d3-9a0c-0305e82c3301",
                "abcdefghijklmnopqrstuvwxyzabcdef",
            })
    void whatMayBeAKeyIsNoWord(String key) {
        assertThat(new UpstreamError(key, key, "a." + key)).isEqualTo(UpstreamError.UNKNOWN);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "insufficient_quota",
                "context_length_exceeded",
                "ContentPolicyViolationError",
                "messages[12].content[0].image_url",
                "1211",
                "rate_limit_exceeded.tokens-per-min",
            })
    void wordsOfVendorsAreShown(String word) {
        assertThat(new UpstreamError(word, null, null).code()).isEqualTo(word);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"usage\":{\"a\":1}} | 1",
                "{\"usage\" : {\"a\":1}} | 1",
                "{\"usage\":null} | 0",
                "{\"finish_reason\":\"stop\"} | 2",
                "{\"finish_reason\":null} | 0",
                "{\"error\":{}} | 4",
                "{\"error\":\"x\"} | 4",
                "{\"error\":null} | 0",
                "{\"finish_reason\":\"stop\",\"usage\":{}} | 3",
                "{\"content\":\"\\\"usage\\\":{ \\\"error\\\":{ \\\"finish_reason\\\":\\\"stop\"} | 0",
                "{\"content\":\"usage\"} | 0",
                "{\"content\":\"error\"} | 0",
                "{\"delta\":{\"content\":\"hi\"}} | 0",
                "{\"usage\" | 0",
                "{\"usage\": | 0",
            })
    void glanceSeesNamesAndNotText(String chunk, int expected) {
        for (int shift = 0; shift < 20; shift++) {
            var bytes =
                    (" ".repeat(shift) + chunk + " ".repeat(shift))
                            .getBytes(StandardCharsets.UTF_8);

            assertThat(ReplyScanner.glance(bytes, 0, bytes.length)).isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "<html>", "{\"choices\":[", "[]", "{}{}", "{\"a\":\"\\q\"}"})
    void whatIsNoJsonObjectIsRefused(String body) {
        assertThatThrownBy(() -> scan(body)).isInstanceOf(MalformedJson.class);
    }

    private ScannedReply scan(String text) throws MalformedJson {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        return scanner.scan(Api.CHAT, bytes, 0, bytes.length);
    }
}
