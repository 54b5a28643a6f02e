package io.agw.server.dialect.estimate;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/// What a prompt is taken for.
final class PromptEstimateTest {
    private static final long PICTURE = 1_600;

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"messages\":[]}", "{\"model\":\"claude-x\"}"})
    void noPromptHasNoTokens(String request) {
        assertThat(tokens(request)).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"aaaa, 1", "aaaaa, 2", "漢字漢字, 3", "😀, 1", "жжжж, 2"})
    void fourBytesAreAToken(String text, long expected) {
        assertThat(tokens("{\"system\":\"%s\"}".formatted(text))).isEqualTo(expected);
    }

    @Test
    void textCountsOnceHoweverItIsWrapped() {
        var plain = tokens("{\"messages\":[{\"role\":\"user\",\"content\":\"%s\"}]}", 400);
        var block =
                tokens(
                        "{\"messages\":[{\"role\":\"user\",\"content\":"
                                + "[{\"type\":\"text\",\"text\":\"%s\"}]}]}",
                        400);
        var gemini =
                tokens("{\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\"%s\"}]}]}", 400);
        var wrapped =
                tokens(
                        "{\"generateContentRequest\":{\"model\":\"models/g\",\"contents\":"
                                + "[{\"role\":\"user\",\"parts\":[{\"text\":\"%s\"}]}]}}",
                        400);

        assertThat(plain).isEqualTo(104);
        assertThat(block).isEqualTo(plain);
        assertThat(gemini).isEqualTo(plain);
        assertThat(wrapped).isEqualTo(plain);
    }

    @Test
    void theEstimateIsLinearInTheText() {
        var message = "{\"messages\":[{\"role\":\"user\",\"content\":\"%s\"}]}";

        var one = tokens(message, 40_000);
        var ten = tokens(message, 400_000);

        assertThat(one).isEqualTo(10_004);
        assertThat(ten - 4).isEqualTo(10 * (one - 4));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"type\":\"image\",\"source\":{\"type\":\"base64\",\"media_type\":\"image/png\","
                        + "\"data\":\"%s\"}}",
                "{\"type\":\"image\",\"source\":{\"type\":\"url\",\"url\":\"https://e.test/a\"}}",
                "{\"inlineData\":{\"mimeType\":\"image/png\",\"data\":\"%s\"}}",
                "{\"type\":\"image_url\",\"image_url\":{\"url\":\"data:image/png;base64,%s\"}}",
                "{\"type\":\"input_image\",\"image_url\":\"data:image/png;base64,%s\"}",
                "{\"type\":\"picture_url\",\"picture_url\":{\"url\":\"data:image/png;base64,%s\"}}",
                "{\"type\":\"image_generation_call\",\"id\":\"ig_1\",\"result\":\"%s\"}"
            })
    void aPictureIsAFixedAmountHoweverLargeItIs(String part) {
        var request = "{\"system\":[" + part + "]}";

        assertThat(tokens(request, 4)).isEqualTo(PICTURE);
        assertThat(tokens(request, 400_000)).isEqualTo(PICTURE);
    }

    @Test
    void whatIsSealedCountsNothing() {
        var sealed =
                "{\"input\":[{\"type\":\"reasoning\",\"summary\":[],\"encrypted_content\":\"%s\"}]}";

        assertThat(tokens(sealed, 400_000)).isEqualTo(tokens(sealed, 4));
    }

    @Test
    void aTextThatLooksLikeAnAddressIsText() {
        assertThat(tokens("{\"system\":\"data:%s\"}", 400)).isEqualTo(102);
        assertThat(tokens("{\"system\":\"data:,%s\"}", 400)).isEqualTo(102);
    }

    @Test
    void aDocumentOfTextCountsAsItsText() {
        var document =
                "{\"system\":[{\"type\":\"document\",\"source\":{\"type\":\"text\","
                        + "\"media_type\":\"text/plain\",\"data\":\"%s\"}}]}";

        assertThat(tokens(document, 400)).isEqualTo(100);
    }

    @Test
    void toolsCountWithTheirSchemasAndCallsWithTheirArguments() {
        var tool =
                tokens(
                        "{\"tools\":[{\"name\":\"read\",\"description\":\"reads\","
                                + "\"input_schema\":{\"type\":\"object\"}}]}");
        var call =
                tokens(
                        "{\"messages\":[{\"role\":\"assistant\",\"content\":[{\"type\":\"tool_use\","
                                + "\"id\":\"toolu_1\",\"name\":\"read\",\"input\":{\"path\":\"/a\"}}]}]}");

        // frame 32, name 4, description 5, {"type":"object"} 17
        assertThat(tool).isEqualTo(15);
        // frame 16, name 4, {"path":"/a"} 13
        assertThat(call).isEqualTo(9);
    }

    @Test
    void settingsAndIdsCountNothing() {
        var bare = tokens("{\"messages\":[{\"role\":\"user\",\"content\":\"hello\"}]}");
        var full =
                tokens(
                        "{\"model\":\"claude-x\",\"max_tokens\":100,\"metadata\":{\"user_id\":\"u\"},"
                                + "\"stop_sequences\":[\"stop\"],\"messages\":[{\"role\":\"user\","
                                + "\"content\":\"hello\"}]}");

        assertThat(full).isEqualTo(bare);
    }

    private static long tokens(String request, int characters) {
        return tokens(request.formatted("a".repeat(characters)));
    }

    private static long tokens(String request) {
        return PromptEstimate.tokens(JsonMapper.shared().readTree(request));
    }
}
