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
import com.openai.helpers.ResponseAccumulator;
import com.openai.models.responses.FunctionTool;
import com.openai.models.responses.Response;
import com.openai.models.responses.ResponseCreateParams;
import com.openai.models.responses.ResponseFunctionToolCall;
import com.openai.models.responses.ResponseInputItem;
import com.openai.models.responses.ResponseOutputItem;
import com.openai.models.responses.ResponseStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// OpenAI's client library and its helpers for responses, whatever API the model is behind.
final class OpenAiResponsesTest extends ClientLibrary<OpenAIClient> {
    @Override
    OpenAIClient connect() {
        return vendors.openAi();
    }

    @Override
    void disconnect(OpenAIClient client) {
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
        var response = ask(asking(model).build(), streamed);

        assertThat(text(response)).isEqualTo(PlayedVendors.HELLO);
        assertThat(response.status()).hasValue(ResponseStatus.COMPLETED);
        assertThat(response.usage().orElseThrow().inputTokens()).isEqualTo(19);
        assertThat(response.usage().orElseThrow().outputTokens()).isEqualTo(10);
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
        var called = ask(asking(model).addTool(weather()).build(), streamed);

        var calls = calls(called);
        assertThat(text(called)).isEqualTo("I look.");
        assertThat(calls)
                .extracting(ResponseFunctionToolCall::name)
                .containsExactly("weather", "weather");
        assertThat(calls)
                .extracting(ResponseFunctionToolCall::arguments)
                .containsExactly(
                        PlayedVendors.CALLS.get(0).arguments(),
                        PlayedVendors.CALLS.get(1).arguments());

        var told =
                ask(
                        asking(model)
                                .addTool(weather())
                                .inputOfResponse(history(called, calls))
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
        var response = client.responses().create(asking(model).text(City.class).build());

        var city =
                response.output().stream()
                        .flatMap(item -> item.message().stream())
                        .flatMap(message -> message.content().stream())
                        .flatMap(content -> content.outputText().stream())
                        .findFirst()
                        .orElseThrow();
        assertThat(city.city).isEqualTo("Paris");
        assertThat(city.inhabitants).isEqualTo(2_100_000);
    }

    @Test
    void aKeptResponseIsFoundCancelledAndDeleted() {
        var made = client.responses().create(asking("gpt").build());

        assertThat(text(client.responses().retrieve(made.id()))).isEqualTo("Kept.");
        assertThat(client.responses().cancel(made.id()).id()).isEqualTo(made.id());
        assertThat(client.responses().inputItems().list(made.id()).data()).hasSize(1);
        client.responses().delete(made.id());

        assertThat(vendors.upstream().requests())
                .extracting(request -> request.method() + " " + request.target())
                .contains(
                        "GET /v1/responses/resp_1",
                        "POST /v1/responses/resp_1/cancel",
                        "GET /v1/responses/resp_1/input_items",
                        "DELETE /v1/responses/resp_1");
    }

    @Test
    void whatNobodyKeepsIsNotFound() {
        var made = client.responses().create(asking("claude").build());

        assertThatThrownBy(() -> client.responses().retrieve(made.id()))
                .isInstanceOf(NotFoundException.class);
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
    void aStreamThatBreaksIsNoAnswer(String model) {
        vendors.breakNext();

        assertThatThrownBy(() -> ask(asking(model).build(), true))
                .isInstanceOfAny(OpenAIException.class, IllegalStateException.class)
                .hasMessageNotContaining("secret prose");
    }

    private OpenAIServiceException refused(String model, int status, String... headers) {
        vendors.refuse(status, headers);
        return catchThrowableOfType(
                OpenAIServiceException.class, () -> ask(asking(model).build(), false));
    }

    private static ResponseCreateParams.Builder asking(String model) {
        return ResponseCreateParams.builder()
                .model(model)
                .instructions("Be kind.")
                .input("hello there");
    }

    private static FunctionTool weather() {
        return FunctionTool.builder()
                .name("weather")
                .strict(false)
                .parameters(
                        FunctionTool.Parameters.builder()
                                .putAdditionalProperty("type", JsonValue.from("object"))
                                .putAdditionalProperty(
                                        "properties",
                                        JsonValue.from(Map.of("city", Map.of("type", "string"))))
                                .build())
                .build();
    }

    private static List<ResponseInputItem> history(
            Response called, List<ResponseFunctionToolCall> calls) {
        var items = new ArrayList<ResponseInputItem>();
        items.add(
                ResponseInputItem.ofMessage(
                        ResponseInputItem.Message.builder()
                                .role(ResponseInputItem.Message.Role.USER)
                                .addInputTextContent("hello there")
                                .build()));
        called.output().stream()
                .flatMap(item -> item.message().stream())
                .forEach(item -> items.add(ResponseInputItem.ofResponseOutputMessage(item)));
        for (var call : calls) {
            items.add(ResponseInputItem.ofFunctionCall(call));
        }
        for (int i = 0; i < calls.size(); i++) {
            items.add(
                    ResponseInputItem.ofFunctionCallOutput(
                            ResponseInputItem.FunctionCallOutput.builder()
                                    .callId(calls.get(i).callId())
                                    .output("sunny " + i)
                                    .build()));
        }
        return items;
    }

    private Response ask(ResponseCreateParams asked, boolean streamed) {
        if (!streamed) {
            return client.responses().create(asked);
        }
        var accumulator = ResponseAccumulator.create();
        try (var events = client.responses().createStreaming(asked)) {
            events.stream().forEach(accumulator::accumulate);
        }
        return accumulator.response();
    }

    private static List<ResponseFunctionToolCall> calls(Response response) {
        return response.output().stream().flatMap(item -> item.functionCall().stream()).toList();
    }

    private static String text(Response response) {
        return response.output().stream()
                .map(ResponseOutputItem::message)
                .flatMap(message -> message.stream())
                .flatMap(message -> message.content().stream())
                .flatMap(content -> content.outputText().stream())
                .map(text -> text.text())
                .collect(Collectors.joining());
    }
}
