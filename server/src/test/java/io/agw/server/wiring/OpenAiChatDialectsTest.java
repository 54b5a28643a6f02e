package io.agw.server.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.openai.client.OpenAIClient;
import com.openai.core.JsonValue;
import com.openai.errors.BadRequestException;
import com.openai.errors.InternalServerException;
import com.openai.errors.NotFoundException;
import com.openai.errors.OpenAIException;
import com.openai.errors.OpenAIServiceException;
import com.openai.errors.RateLimitException;
import com.openai.helpers.ChatCompletionAccumulator;
import com.openai.models.FunctionDefinition;
import com.openai.models.FunctionParameters;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionFunctionTool;
import com.openai.models.chat.completions.ChatCompletionMessage;
import com.openai.models.chat.completions.ChatCompletionStreamOptions;
import com.openai.models.chat.completions.ChatCompletionToolMessageParam;
import com.openai.models.embeddings.EmbeddingCreateParams;
import io.agw.server.upstream.Behaviours;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// OpenAI's client library and its helpers for chat completions, whatever API the model is behind.
final class OpenAiChatDialectsTest extends ClientLibrary<OpenAIClient> {
    @Override
    OpenAIClient connect() {
        return vendors.openAi();
    }

    @Override
    void disconnect(OpenAIClient client) {
        client.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"gpt", "claude", "gemini"})
    void aQuestionIsAnsweredWithUsage(String model) {
        var completion = client.chat().completions().create(asking(model).build());

        assertThat(message(completion).content()).hasValue(PlayedVendors.HELLO);
        assertThat(reason(completion)).isEqualTo("stop");
        assertThat(completion.usage().orElseThrow().promptTokens()).isEqualTo(19);
        assertThat(completion.usage().orElseThrow().completionTokens()).isEqualTo(10);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gpt", "claude", "gemini"})
    void aStreamAddsUpToTheWholeAnswer(String model) {
        var completion = streamed(asking(model).build());

        assertThat(message(completion).content()).hasValue(PlayedVendors.HELLO);
        assertThat(reason(completion)).isEqualTo("stop");
        assertThat(completion.usage().orElseThrow().totalTokens()).isEqualTo(29);
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

        var called = streamed ? streamed(asked.build()) : whole(asked.build());

        assertThat(reason(called)).isEqualTo("tool_calls");
        assertThat(message(called).content()).hasValue("I look.");
        var calls = message(called).toolCalls().orElseThrow();
        assertThat(calls)
                .extracting(call -> call.asFunction().function().name())
                .containsExactly("weather", "weather");
        assertThat(calls)
                .extracting(call -> call.asFunction().function().arguments())
                .containsExactly(
                        PlayedVendors.CALLS.get(0).arguments(),
                        PlayedVendors.CALLS.get(1).arguments());

        asked.addMessage(message(called));
        for (int i = 0; i < calls.size(); i++) {
            asked.addMessage(
                    ChatCompletionToolMessageParam.builder()
                            .toolCallId(calls.get(i).asFunction().id())
                            .content("sunny " + i)
                            .build());
        }
        var told = message(streamed ? streamed(asked.build()) : whole(asked.build()));

        assertThat(told.content().orElseThrow()).contains("sunny 0").contains("sunny 1");
    }

    /// What an answer must look like.
    static final class City {
        public String city = "";
        public int inhabitants;
    }

    @ParameterizedTest
    @ValueSource(strings = {"gpt", "claude", "gemini"})
    void anAnswerFitsTheClassThatIsAskedFor(String model) {
        var asked = asking(model).responseFormat(City.class).build();

        var city =
                client.chat()
                        .completions()
                        .create(asked)
                        .choices()
                        .getFirst()
                        .message()
                        .content()
                        .orElseThrow();

        assertThat(city.city).isEqualTo("Paris");
        assertThat(city.inhabitants).isEqualTo(2_100_000);
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

        assertThatThrownBy(() -> streamed(asking(model).build()))
                .isInstanceOf(OpenAIException.class)
                .hasMessageNotContaining("secret prose");
    }

    @Test
    void embeddingsComeFromWhoHasThem() {
        vendors.next(
                Behaviours.json(
                        200,
                        "{\"object\":\"list\",\"model\":\"gpt-x\",\"data\":[{\"object\":\"embedding\","
                                + "\"index\":0,\"embedding\":[0.25,-0.5]}],"
                                + "\"usage\":{\"prompt_tokens\":2,\"total_tokens\":2}}"));
        var asked = EmbeddingCreateParams.builder().input("hello there");

        var found = client.embeddings().create(asked.model("gpt").build());
        vendors.next(Behaviours.json(200, "{\"embeddings\":[{\"values\":[0.5,-0.125]}]}"));
        var translated = client.embeddings().create(asked.model("gemini").build());
        var none =
                catchThrowableOfType(
                        OpenAIServiceException.class,
                        () -> client.embeddings().create(asked.model("claude").build()));

        assertThat(found.data().getFirst().embedding()).containsExactly(0.25f, -0.5f);
        assertThat(translated.data().getFirst().embedding()).containsExactly(0.5f, -0.125f);
        assertThat(none.statusCode()).isEqualTo(400);
        assertThat(none.code()).hasValue("api_not_served");
    }

    private OpenAIServiceException refused(String model, int status, String... headers) {
        vendors.refuse(status, headers);
        return catchThrowableOfType(
                OpenAIServiceException.class, () -> whole(asking(model).build()));
    }

    private static ChatCompletionCreateParams.Builder asking(String model) {
        return ChatCompletionCreateParams.builder()
                .model(model)
                .addSystemMessage("Be kind.")
                .addUserMessage("hello there");
    }

    private static ChatCompletionFunctionTool weather() {
        var parameters =
                FunctionParameters.builder()
                        .putAdditionalProperty("type", JsonValue.from("object"))
                        .putAdditionalProperty(
                                "properties",
                                JsonValue.from(Map.of("city", Map.of("type", "string"))))
                        .build();
        return ChatCompletionFunctionTool.builder()
                .function(
                        FunctionDefinition.builder()
                                .name("weather")
                                .description("The weather of a city.")
                                .parameters(parameters)
                                .build())
                .build();
    }

    private ChatCompletion whole(ChatCompletionCreateParams asked) {
        return client.chat().completions().create(asked);
    }

    private ChatCompletion streamed(ChatCompletionCreateParams asked) {
        var accumulator = ChatCompletionAccumulator.create();
        var usage = ChatCompletionStreamOptions.builder().includeUsage(true).build();
        try (var chunks =
                client.chat()
                        .completions()
                        .createStreaming(asked.toBuilder().streamOptions(usage).build())) {
            chunks.stream().forEach(accumulator::accumulate);
        }
        return accumulator.chatCompletion();
    }

    private static ChatCompletionMessage message(ChatCompletion completion) {
        return completion.choices().getFirst().message();
    }

    private static String reason(ChatCompletion completion) {
        return completion.choices().getFirst().finishReason().asString();
    }
}
