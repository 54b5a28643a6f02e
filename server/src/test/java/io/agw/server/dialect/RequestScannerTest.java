package io.agw.server.dialect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What is read from a request, what is refused, and that nothing else of it changes.
final class RequestScannerTest {
    private final RequestScanner scanner = new RequestScanner(JsonLimits.defaults());

    @Test
    void readsWhatTheGatewayActsOn() throws MalformedJson {
        var request =
                scan(
                        """
                        {"model": "gpt-x", "stream": true, "max_tokens": 12, "tools": [{}],
                         "stream_options": {"include_usage": true}, "messages": []}\
                        """);

        assertThat(request.model()).isEqualTo("gpt-x");
        assertThat(request.streams()).isTrue();
        assertThat(request.wantsUsage()).isTrue();
        assertThat(request.usesTools()).isTrue();
        assertThat(request.maxTokens()).isEqualTo(12);
    }

    @Test
    void absentMembersHaveTheirDefaults() throws MalformedJson {
        var request = scan("{}");

        assertThat(request.model()).isNull();
        assertThat(request.streams()).isFalse();
        assertThat(request.wantsUsage()).isFalse();
        assertThat(request.usesTools()).isFalse();
        assertThat(request.maxTokens()).isEqualTo(-1);
    }

    @Test
    void membersWithinOthersAreNotMistaken() throws MalformedJson {
        var request =
                scan(
                        """
                        {"messages":[{"model":"inner","stream":true,"content":"\\"model\\":\\"x\\""}],
                         "metadata":{"model":"other","stream_options":{"include_usage":true}}}\
                        """);

        assertThat(request.model()).isNull();
        assertThat(request.streams()).isFalse();
        assertThat(request.wantsUsage()).isFalse();
    }

    @Test
    void escapedNamesAreTheNamesThatTheyMean() throws MalformedJson {
        var request = scan("{\"mod\\u0065l\":\"gpt-\\u0078\",\"str\\u0065am\":true}");

        assertThat(request.model()).isEqualTo("gpt-x");
        assertThat(request.streams()).isTrue();
        assertThat(text(request.forUpstream("new")))
                .isEqualTo(
                        "{\"stream_options\":{\"include_usage\":true},"
                                + "\"mod\\u0065l\":\"new\",\"str\\u0065am\":true}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"model\":\"a\"} | {\"model\":\"b\"}",
                "{ \"x\" : 1 , \"model\"\t: \"a\" } | { \"x\" : 1 , \"model\"\t: \"b\" }",
                "{} | {\"model\":\"b\"}",
                "{ } | {\"model\":\"b\" }",
                "{\"x\":1} | {\"model\":\"b\",\"x\":1}",
                "{\"model\":null} | {\"model\":\"b\"}",
                "{\"model\":\"a\",\"model2\":{\"model\":\"a\"}} | {\"model\":\"b\",\"model2\":{\"model\":\"a\"}}",
                "{\"model\":\"a\",\"stream\":true} | {\"stream_options\":{\"include_usage\":true},\"model\":\"b\",\"stream\":true}",
                "{\"stream\":true} | {\"model\":\"b\",\"stream_options\":{\"include_usage\":true},\"stream\":true}",
                "{\"stream\":true,\"stream_options\":null,\"model\":\"a\"} | {\"stream\":true,\"stream_options\":{\"include_usage\":true},\"model\":\"b\"}",
                "{\"stream\":true,\"stream_options\":{ },\"model\":\"a\"} | {\"stream\":true,\"stream_options\":{\"include_usage\":true },\"model\":\"b\"}",
                "{\"model\":\"a\",\"stream\":true,\"stream_options\":{\"z\":[1]}} | {\"model\":\"b\",\"stream\":true,\"stream_options\":{\"include_usage\":true,\"z\":[1]}}",
                "{\"model\":\"a\",\"stream\":true,\"stream_options\":{\"include_usage\":false}} | {\"model\":\"b\",\"stream\":true,\"stream_options\":{\"include_usage\":true}}",
                "{\"model\":\"a\",\"stream\":true,\"stream_options\":{\"include_usage\":null}} | {\"model\":\"b\",\"stream\":true,\"stream_options\":{\"include_usage\":true}}",
                "{\"model\":\"a\",\"stream\":false,\"stream_options\":{}} | {\"model\":\"b\",\"stream\":false,\"stream_options\":{}}",
            })
    void splicesModelAndUsage(String request, String expected) throws MalformedJson {
        assertThat(text(scan(request).forUpstream("b"))).isEqualTo(expected);
    }

    @Test
    void requestThatNeedsNoChangeIsPassedOnAsTheSameBytes() throws MalformedJson {
        var body =
                bytes(
                        "{ \"model\":\"a\", \"stream\":true, \"n\":1e2,"
                                + " \"stream_options\":{\"include_usage\":true}, \"é\":\"\\u00e9\" }");

        assertThat(scanner.scan(Api.CHAT, body).forUpstream("a")).isSameAs(body);
        assertThat(scanner.scan(Api.CHAT, body).forUpstream(null)).isSameAs(body);
    }

    @Test
    void modelNameIsQuotedForJson() throws MalformedJson {
        assertThat(text(scan("{\"model\":\"a\"}").forUpstream("q\"\\é\n")))
                .isEqualTo("{\"model\":\"q\\\"\\\\é\\n\"}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "[]",
                "null",
                "1",
                "\"x\"",
                "{",
                "}",
                "{\"a\"}",
                "{\"a\":}",
                "{\"a\":1,}",
                "{\"a\":1 \"b\":2}",
                "{a:1}",
                "{'a':1}",
                "{\"a\":01}",
                "{\"a\":1.}",
                "{\"a\":.5}",
                "{\"a\":+1}",
                "{\"a\":1e}",
                "{\"a\":-}",
                "{\"a\":tru}",
                "{\"a\":nul}",
                "{\"a\":NaN}",
                "{\"a\":[1,]}",
                "{\"a\":[1 2]}",
                "{\"a\":[}",
                "{\"a\":[1}}",
                "{\"a\":{\"b\":1]}",
                "{\"a\":\"x}",
                "{\"a\":\"\\x\"}",
                "{\"a\":\"\\u12g4\"}",
                "{\"a\":\"\\u12",
                "{\"a\":\"\t\"}",
                "{\"a\":\"\u0000\"}",
                "{} {}",
                "{}x",
                "\uFEFF{}",
                "{\"a\":1}]",
                "{\"a\":{\"b\":}}",
                "{\"a\":{,}}",
                "{,}",
                "{\"a\":[,]}",
                "{\"a\":1}//c",
            })
    void malformedJsonIsRefused(String body) {
        assertThatThrownBy(() -> scan(body)).isInstanceOf(MalformedJson.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"model\":\"a\",\"model\":\"b\"}",
                "{\"model\":\"a\",\"mod\\u0065l\":\"b\"}",
                "{\"stream\":true,\"x\":1,\"stream\":false}",
                "{\"x\":1,\"x\":1}",
                "{\"stream_options\":{\"include_usage\":true,\"include_usage\":false}}",
                "{\"model\":1}",
                "{\"model\":[\"a\"]}",
                "{\"stream\":\"true\"}",
                "{\"stream\":1}",
                "{\"stream_options\":[]}",
                "{\"stream_options\":{\"include_usage\":1}}",
            })
    void ambiguousOrMistypedMembersAreRefused(String body) {
        assertThatThrownBy(() -> scan(body)).isInstanceOf(MalformedJson.class);
    }

    @Test
    void duplicateAmongManyMembersIsRefused() {
        var body = new StringBuilder("{");
        for (int i = 0; i < 40; i++) {
            body.append("\"m").append(i).append("\":1,");
        }

        assertThatThrownBy(() -> scan(body + "\"m3\":1}")).isInstanceOf(MalformedJson.class);
        assertThatThrownBy(() -> scan(body + "\"m39\":1}")).isInstanceOf(MalformedJson.class);
    }

    @Test
    void bytesThatAreNotUtf8AreRefused() {
        for (var sequence :
                new int[][] {
                    {0x80},
                    {0xc0, 0x80},
                    {0xc1, 0xbf},
                    {0xe0, 0x80, 0x80},
                    {0xed, 0xa0, 0x80},
                    {0xf0, 0x80, 0x80, 0x80},
                    {0xf4, 0x90, 0x80, 0x80},
                    {0xf5, 0x80, 0x80, 0x80},
                    {0xff},
                    {0xe2, 0x82},
                    {0xc3},
                }) {
            var body = bytes("{\"a\":\"????\"}");
            for (int i = 0; i < sequence.length; i++) {
                body[6 + i] = (byte) sequence[i];
            }
            assertThatThrownBy(() -> scanner.scan(Api.CHAT, body))
                    .as(Arrays.toString(sequence))
                    .isInstanceOf(MalformedJson.class);
        }
    }

    @Test
    void charactersOfEveryLengthAreAccepted() throws MalformedJson {
        assertThat(scan("{\"model\":\"aé€𝄞\"}").model()).isEqualTo("aé€𝄞");
    }

    @Test
    void depthIsLimited() throws MalformedJson {
        var deepest = "{\"a\":" + "[".repeat(63) + "]".repeat(63) + "}";
        scan(deepest);

        var tooDeep = "{\"a\":" + "[".repeat(64) + "]".repeat(64) + "}";
        assertThatThrownBy(() -> scan(tooDeep)).hasMessageContaining("depth");
        assertThatThrownBy(() -> scan("{\"a\":" + "[".repeat(1_000_000)))
                .isInstanceOf(MalformedJson.class);
        assertThatThrownBy(() -> scan("{\"a\":".repeat(100_000))).isInstanceOf(MalformedJson.class);
    }

    @Test
    void tokensNamesAndNumbersAreLimited() {
        assertThatThrownBy(() -> scan("{\"a\":[" + "1,".repeat(200_001) + "1]}"))
                .hasMessageContaining("values");
        assertThatThrownBy(() -> scan("{\"" + "n".repeat(257) + "\":1}"))
                .hasMessageContaining("name");
        assertThatThrownBy(() -> scan("{\"a\":" + "1".repeat(101) + "}"))
                .hasMessageContaining("number");
        assertThatThrownBy(() -> scan("{\"model\":\"" + "m".repeat(600) + "\"}"))
                .hasMessageContaining("model");
    }

    @Test
    void messagesNeverRepeatTheDocument() {
        assertThatThrownBy(() -> scan("{\"my secret prompt\" 1}"))
                .hasMessageNotContaining("secret");
    }

    private ScannedRequest scan(String body) throws MalformedJson {
        return scanner.scan(Api.CHAT, bytes(body));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
