package io.agw.server.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.anthropic.client.AnthropicClient;
import com.anthropic.core.JsonValue;
import com.anthropic.errors.AnthropicException;
import com.anthropic.errors.AnthropicServiceException;
import com.anthropic.errors.BadRequestException;
import com.anthropic.errors.InternalServerException;
import com.anthropic.errors.NotFoundException;
import com.anthropic.errors.RateLimitException;
import com.anthropic.helpers.MessageAccumulator;
import com.anthropic.models.messages.ContentBlockParam;
import com.anthropic.models.messages.Message;
import com.anthropic.models.messages.MessageCountTokensParams;
import com.anthropic.models.messages.MessageCreateParams;
import com.anthropic.models.messages.StopReason;
import com.anthropic.models.messages.Tool;
import com.anthropic.models.messages.ToolResultBlockParam;
import com.anthropic.models.messages.ToolUseBlock;
import java.util.ArrayList;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Anthropic's client library and its helpers, whatever API the model is behind.
final class AnthropicDialectsTest extends ClientLibrary<AnthropicClient> {
    @Override
    AnthropicClient connect() {
        return vendors.anthropic();
    }

    @Override
    void disconnect(AnthropicClient client) {
        client.close();
    }

    @ParameterizedTest
    @CsvSource({
        "gpt, false",
        "gpt, true",
        "claude, false",
        "claude, true",
        "gemini, false",
        "gemini, true"
    })
    void aQuestionIsAnsweredWithUsage(String model, boolean streamed) {
        var message = ask(asking(model).build(), streamed);

        assertThat(text(message)).isEqualTo(PlayedVendors.HELLO);
        assertThat(message.stopReason()).hasValue(StopReason.END_TURN);
        assertThat(message.usage().inputTokens()).isEqualTo(19);
        assertThat(message.usage().outputTokens()).isEqualTo(10);
    }

    @ParameterizedTest
    @CsvSource({
        "gpt, false",
        "gpt, true",
        "claude, false",
        "claude, true",
        "gemini, false",
        "gemini, true"
    })
    void toolsAreCalledAtOnceAndTheirResultsReachTheModel(String model, boolean streamed) {
        var asked = asking(model).addTool(weather());

        var called = ask(asked.build(), streamed);

        var calls = called.content().stream().flatMap(block -> block.toolUse().stream()).toList();
        assertThat(called.stopReason()).hasValue(StopReason.TOOL_USE);
        assertThat(text(called)).isEqualTo("I look.");
        assertThat(calls).extracting(ToolUseBlock::name).containsExactly("weather", "weather");
        assertThat(calls.get(0)._input().toString()).contains("Paris").contains("9007199254740993");
        assertThat(calls.get(1)._input().toString()).contains("Köln");

        var results = new ArrayList<ContentBlockParam>();
        for (int i = 0; i < calls.size(); i++) {
            results.add(
                    ContentBlockParam.ofToolResult(
                            ToolResultBlockParam.builder()
                                    .toolUseId(calls.get(i).id())
                                    .content("sunny " + i)
                                    .build()));
        }
        var told =
                ask(
                        asked.addMessage(called)
                                .addUserMessageOfContentBlockParams(results)
                                .build(),
                        streamed);

        assertThat(text(told)).contains("sunny 0").contains("sunny 1");
    }

    /// What an answer must look like.
    static final class City {
        public String city = "";
        public int inhabitants;
    }

    @ParameterizedTest
    @ValueSource(strings = {"gpt", "claude", "gemini"})
    void anAnswerFitsTheClassThatIsAskedFor(String model) {
        var message = client.messages().create(asking(model).outputConfig(City.class).build());

        var city =
                message.content().stream()
                        .flatMap(block -> block.text().stream())
                        .findFirst()
                        .orElseThrow()
                        .text();
        assertThat(city.city).isEqualTo("Paris");
        assertThat(city.inhabitants).isEqualTo(2_100_000);
    }

    /// Whoever can count is asked; OpenAI's API cannot, and the gateway estimates.
    @ParameterizedTest
    @CsvSource({"gpt, 7", "claude, 19", "gemini, 19"})
    void tokensAreCounted(String model, long tokens) {
        var count =
                client.messages()
                        .countTokens(
                                MessageCountTokensParams.builder()
                                        .model(model)
                                        .addUserMessage("hello there")
                                        .build());

        assertThat(count.inputTokens()).isEqualTo(tokens);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gpt", "claude", "gemini"})
    void eachStatusIsTheExceptionThatTheLibraryHasForIt(String model) {
        assertThat(refused(model, 400)).isInstanceOf(BadRequestException.class);
        assertThat(refused(model, 401)).isInstanceOf(InternalServerException.class);
        assertThat(refused(model, 403)).isInstanceOf(InternalServerException.class);
        assertThat(refused(model, 404)).isInstanceOf(NotFoundException.class);
        assertThat(refused(model, 500)).isInstanceOf(InternalServerException.class);
        var limited = refused(model, 429, "Retry-After: 60");
        assertThat(limited).isInstanceOf(RateLimitException.class);
        assertThat(limited.headers().values("retry-after")).containsExactly("60");
    }

    @ParameterizedTest
    @ValueSource(strings = {"gpt", "claude", "gemini"})
    void aStreamThatBreaksIsAnExceptionAndNoShorterAnswer(String model) {
        vendors.breakNext();

        assertThatThrownBy(() -> ask(asking(model).build(), true))
                .isInstanceOf(AnthropicException.class)
                .hasMessageNotContaining("secret prose");
    }

    private AnthropicServiceException refused(String model, int status, String... headers) {
        vendors.refuse(status, headers);
        return catchThrowableOfType(
                AnthropicServiceException.class, () -> ask(asking(model).build(), false));
    }

    private static MessageCreateParams.Builder asking(String model) {
        return MessageCreateParams.builder()
                .model(model)
                .maxTokens(50)
                .system("Be kind.")
                .addUserMessage("hello there");
    }

    private static Tool weather() {
        var city = JsonValue.from(Map.of("city", Map.of("type", "string")));
        return Tool.builder()
                .name("weather")
                .inputSchema(
                        Tool.InputSchema.builder()
                                .putAdditionalProperty("properties", city)
                                .build())
                .build();
    }

    private Message ask(MessageCreateParams asked, boolean streamed) {
        if (!streamed) {
            return client.messages().create(asked);
        }
        var accumulator = MessageAccumulator.create();
        try (var events = client.messages().createStreaming(asked)) {
            events.stream().forEach(accumulator::accumulate);
        }
        return accumulator.message();
    }

    private static String text(Message message) {
        return message.content().stream()
                .flatMap(block -> block.text().stream())
                .map(block -> block.text())
                .collect(Collectors.joining());
    }
}
