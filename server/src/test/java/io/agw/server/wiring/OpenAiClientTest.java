package io.agw.server.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.errors.NotFoundException;
import com.openai.errors.OpenAIServiceException;
import com.openai.errors.UnauthorizedException;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionStreamOptions;
import com.openai.models.models.Model;
import io.agw.server.settings.Setting;
import io.agw.server.upstream.Behaviours;
import io.agw.server.upstream.FakeUpstream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// OpenAI's own client library, which checks every member of what it is answered, against a whole
/// gateway: on the provider that answers by itself, and on one that calls an upstream.
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class OpenAiClientTest {
    private FakeUpstream upstream;
    private RunningGateway gateway;
    private OpenAIClient client;

    @BeforeAll
    void start(@TempDir Path folder) throws IOException {
        upstream = FakeUpstream.start(Behaviours.openAi());
        var bundles = Files.createDirectory(folder.resolve("bundles"));
        Files.writeString(bundles.resolve("bundle.yaml"), bundle(upstream.baseUrl()));
        gateway =
                RunningGateway.start(folder, Map.of(Setting.SOURCES, List.of("bundles")))
                        .awaitReady();
        client = client(gateway.key("team"));
    }

    @AfterAll
    void stop() throws IOException {
        client.close();
        gateway.close();
        upstream.close();
    }

    @Test
    void chatIsAnsweredWithUsage() {
        var completion = client.chat().completions().create(asking("fast", "hello there").build());

        assertThat(completion.choices()).hasSize(1);
        assertThat(completion.choices().getFirst().message().content()).hasValue("hello there");
        assertThat(completion.choices().getFirst().finishReason().asString()).isEqualTo("stop");
        assertThat(completion.usage().orElseThrow().totalTokens()).isEqualTo(4);
    }

    @Test
    void chatIsStreamedToItsEnd() {
        var chunks = stream(asking("fast", "one two three").build());

        assertThat(text(chunks)).isEqualTo("one two three");
        assertThat(chunks).hasSizeGreaterThan(3);
        assertThat(chunks).noneMatch(chunk -> chunk.usage().isPresent());
        assertThat(chunks.getLast().choices().getFirst().finishReason()).isPresent();
    }

    @Test
    void streamHasUsageWhenItIsAskedFor() {
        var usage = ChatCompletionStreamOptions.builder().includeUsage(true).build();
        for (var model : List.of("fast", "smart")) {
            var chunks = stream(asking(model, "one two").streamOptions(usage).build());

            assertThat(chunks.getLast().choices()).isEmpty();
            assertThat(chunks.getLast().usage().orElseThrow().completionTokens()).isPositive();
        }
    }

    @Test
    void modelsAreListedAndFoundByName() {
        assertThat(client.models().list().autoPager())
                .extracting(Model::id)
                .containsExactly("fast", "smart");
        assertThat(client.models().retrieve("smart").id()).isEqualTo("smart");
    }

    @ParameterizedTest
    @ValueSource(strings = {"vk-wrong", "sk-upstream"})
    void wrongKeyIsUnauthorized(String key) {
        var stranger = client(key);
        try {
            var asked =
                    catchThrowableOfType(
                            UnauthorizedException.class,
                            () ->
                                    stranger.chat()
                                            .completions()
                                            .create(asking("fast", "hello").build()));
            var listed =
                    catchThrowableOfType(
                            UnauthorizedException.class, () -> stranger.models().list());

            assertThat(List.of(asked, listed))
                    .allSatisfy(e -> {
                        assertThat(e.statusCode()).isEqualTo(401);
                        assertThat(e.code()).hasValue("invalid_api_key");
                    });
        } finally {
            stranger.close();
        }
    }

    @Test
    void unknownModelIsNotFound() {
        var asked = asking("gpt-9", "hello").build();
        var plain =
                catchThrowableOfType(
                        NotFoundException.class, () -> client.chat().completions().create(asked));
        var streamed = catchThrowableOfType(NotFoundException.class, () -> stream(asked));
        var looked =
                catchThrowableOfType(
                        NotFoundException.class, () -> client.models().retrieve("gpt-9"));

        assertThat(List.of(plain, streamed, looked))
                .allSatisfy(e -> {
                    assertThat(e.statusCode()).isEqualTo(404);
                    assertThat(e.code()).hasValue("model_not_found");
                    assertThat(e.type()).hasValue("not_found_error");
                });
        assertThat(plain).hasMessageContaining("gpt-9");
    }

    @Test
    void upstreamIsCalledAsItsVendorWantsToBe() {
        var completion = client.chat().completions().create(asking("smart", "hello").build());
        var chunks = stream(asking("smart", "hello").build());

        assertThat(completion.choices().getFirst().message().content()).hasValue("Hello!");
        assertThat(completion.usage().orElseThrow().totalTokens()).isEqualTo(29);
        assertThat(text(chunks)).isEqualTo("Hello!");
        assertThat(chunks).noneMatch(chunk -> chunk.usage().isPresent());
        var key = gateway.key("team");
        assertThat(upstream.requests())
                .hasSizeGreaterThanOrEqualTo(2)
                .allSatisfy(request -> {
                    assertThat(request.method()).isEqualTo("POST");
                    assertThat(request.target()).isEqualTo("/v1/chat/completions");
                    assertThat(request.header("authorization")).isEqualTo("Bearer sk-upstream");
                    assertThat(request.headers()).noneMatch(line -> line.contains(key));
                    assertThat(request.text()).contains("\"model\":\"gpt-x\"");
                });
    }

    @Test
    void whatTheVendorRefusesIsTheSameErrorForTheClient() {
        upstream.then(
                Behaviours.json(
                        400,
                        "{\"error\":{\"message\":\"prose\",\"type\":\"invalid_request_error\","
                                + "\"param\":\"temperature\",\"code\":\"unsupported_value\"}}"),
                Behaviours.openAi());

        var e =
                catchThrowableOfType(
                        OpenAIServiceException.class,
                        () -> client.chat().completions().create(asking("smart", "hello").build()));

        assertThat(e.statusCode()).isEqualTo(400);
        assertThat(e.code()).hasValue("unsupported_value");
        assertThat(e.param()).hasValue("temperature");
        assertThat(e).hasMessageContaining("prose");
    }

    private static String bundle(String vendor) {
        return """
        apiVersion: gateway.agw/v1alpha1
        kind: GatewayBundle
        providers:
          - {id: echo, provider_type: echo}
          - {id: vendor, provider_type: openai, base_url: '%s', api_key: sk-upstream, discovery: {enabled: false}}
        llmRoutes:
          - id: chat
            protocol: openai
            target_policy:
              type: logical-model
              model_targets:
                - {name: fast, candidates: [{provider_id: echo, upstream_model: echo-1}]}
                - {name: smart, candidates: [{provider_id: vendor, upstream_model: gpt-x}]}
        virtualKeys:
          - {id: team, allowed_route_ids: [chat]}
        """
                .formatted(vendor);
    }

    private OpenAIClient client(String key) {
        return OpenAIOkHttpClient.builder()
                .baseUrl(gateway.baseUrl())
                .apiKey(key)
                .maxRetries(0)
                .responseValidation(true)
                .build();
    }

    private static ChatCompletionCreateParams.Builder asking(String model, String text) {
        return ChatCompletionCreateParams.builder().model(model).addUserMessage(text);
    }

    private List<ChatCompletionChunk> stream(ChatCompletionCreateParams asked) {
        try (var answer = client.chat().completions().createStreaming(asked)) {
            return answer.stream().toList();
        }
    }

    private static String text(List<ChatCompletionChunk> chunks) {
        return chunks.stream()
                .flatMap(chunk -> chunk.choices().stream())
                .flatMap(choice -> choice.delta().content().stream())
                .collect(Collectors.joining());
    }
}
