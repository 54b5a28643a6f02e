package io.agw.server.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.anthropic.client.AnthropicClient;
import com.anthropic.client.okhttp.AnthropicOkHttpClient;
import com.anthropic.core.JsonValue;
import com.anthropic.errors.AnthropicServiceException;
import com.anthropic.errors.NotFoundException;
import com.anthropic.errors.UnauthorizedException;
import com.anthropic.helpers.MessageAccumulator;
import com.anthropic.models.messages.ContentBlock;
import com.anthropic.models.messages.Message;
import com.anthropic.models.messages.MessageCountTokensParams;
import com.anthropic.models.messages.MessageCreateParams;
import com.anthropic.models.messages.StopReason;
import com.anthropic.models.messages.Tool;
import com.anthropic.models.models.ModelInfo;
import io.agw.server.settings.Setting;
import io.agw.server.upstream.AnthropicBehaviours;
import io.agw.server.upstream.Behaviours;
import io.agw.server.upstream.FakeUpstream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Anthropic's own client library, which checks every member of what it is answered, against a
/// whole gateway: `claude` is served by an upstream of Anthropic's API, `gpt` by one of OpenAI's.
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class AnthropicClientTest {
    private static final FakeUpstream.Behaviour VENDORS =
            (request, wire) -> {
                if (request.target().startsWith("/v1/models")) {
                    models(request.target()).serve(request, wire);
                } else if (request.target().startsWith("/v1/messages")) {
                    AnthropicBehaviours.messages().serve(request, wire);
                } else {
                    Behaviours.openAi().serve(request, wire);
                }
            };

    private FakeUpstream upstream;
    private RunningGateway gateway;
    private AnthropicClient client;

    @BeforeAll
    void start(@TempDir Path folder) throws IOException {
        upstream = FakeUpstream.start(VENDORS);
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

    @ParameterizedTest
    @ValueSource(strings = {"claude", "gpt"})
    void aMessageIsAnsweredWithUsage(String model) {
        var message = client.messages().create(asking(model).build());

        assertThat(text(message)).isEqualTo("Hello!");
        assertThat(message.stopReason()).hasValue(StopReason.END_TURN);
        assertThat(message.usage().outputTokens()).isPositive();
        assertThat(message.usage().inputTokens()).isPositive();
    }

    @ParameterizedTest
    @ValueSource(strings = {"claude", "gpt"})
    void aStreamAddsUpToTheWholeMessage(String model) {
        var accumulator = MessageAccumulator.create();
        try (var events = client.messages().createStreaming(asking(model).build())) {
            events.stream().forEach(accumulator::accumulate);
        }

        assertThat(text(accumulator.message())).isEqualTo("Hello!");
        assertThat(accumulator.message().stopReason()).hasValue(StopReason.END_TURN);
        assertThat(accumulator.message().usage().outputTokens()).isPositive();
    }

    @Test
    void aToolIsCalledAcrossDialectsWithItsArgumentsAsTheyWere() {
        upstream.then(
                Behaviours.json(
                        200,
                        """
                        {"id":"c1","object":"chat.completion","created":1,"model":"gpt-x","choices":[
                        {"index":0,"finish_reason":"tool_calls","message":{"role":"assistant","content":null,
                        "tool_calls":[{"id":"call_1","type":"function","function":{"name":"weather",
                        "arguments":"{\\"city\\":\\"Köln\\",\\"id\\":12345678901234567890}"}}]}}],
                        "usage":{"prompt_tokens":9,"completion_tokens":4,"total_tokens":13}}\
                        """),
                VENDORS);

        var message =
                client.messages()
                        .create(
                                asking("gpt")
                                        .addTool(
                                                Tool.builder()
                                                        .name("weather")
                                                        .inputSchema(
                                                                Tool.InputSchema.builder()
                                                                        .putAdditionalProperty(
                                                                                "properties",
                                                                                JsonValue.from(
                                                                                        Map.of(
                                                                                                "city",
                                                                                                Map
                                                                                                        .of(
                                                                                                                "type",
                                                                                                                "string"))))
                                                                        .build())
                                                        .build())
                                        .build());

        var call = message.content().getFirst().asToolUse();
        assertThat(message.stopReason()).hasValue(StopReason.TOOL_USE);
        assertThat(call.name()).isEqualTo("weather");
        assertThat(call._input().toString()).contains("Köln").contains("12345678901234567890");
    }

    @Test
    void tokensAreCountedByTheVendorOrEstimated() {
        for (var model : List.of("claude", "gpt")) {
            var count =
                    client.messages()
                            .countTokens(
                                    MessageCountTokensParams.builder()
                                            .model(model)
                                            .addUserMessage("hello there")
                                            .build());

            assertThat(count.inputTokens()).as(model).isPositive();
        }
    }

    @Test
    void modelsAreListed() {
        assertThat(client.models().list().data())
                .extracting(ModelInfo::id)
                .containsExactly("claude", "gpt");
    }

    @Test
    void aVendorsPagesAreOneList() {
        var direct = client(gateway.key("team"), "/direct");
        try {
            assertThat(direct.models().list().autoPager())
                    .extracting(ModelInfo::id)
                    .containsExactly("claude-1", "claude-2", "claude-3");
        } finally {
            direct.close();
        }
    }

    /// Three models, one a page.
    private static FakeUpstream.Behaviour models(String target) {
        int at =
                target.endsWith("after_id=claude-1")
                        ? 2
                        : target.endsWith("after_id=claude-2") ? 3 : 1;
        return Behaviours.json(
                200,
                """
                {"data":[{"type":"model","id":"claude-%1$d","display_name":"Claude","created_at":\
                "2026-01-01T00:00:00Z","lifecycle":"active"}],\
                "has_more":%2$s,"first_id":"claude-%1$d","last_id":"claude-%1$d"}\
                """
                        .formatted(at, at < 3));
    }

    @Test
    void errorsAreThoseOfTheLibrary() {
        var stranger = client("vk-wrong");
        try {
            var wrong =
                    catchThrowableOfType(
                            UnauthorizedException.class,
                            () -> stranger.messages().create(asking("claude").build()));
            assertThat(wrong.statusCode()).isEqualTo(401);
        } finally {
            stranger.close();
        }
        var unknown =
                catchThrowableOfType(
                        NotFoundException.class,
                        () -> client.messages().create(asking("claude-9").build()));
        assertThat(unknown).hasMessageContaining("claude-9");
        for (var model : List.of("claude", "gpt")) {
            upstream.then(Behaviours.json(429, "{}", "Retry-After: 60"), VENDORS);
            var limited =
                    catchThrowableOfType(
                            AnthropicServiceException.class,
                            () -> client.messages().create(asking(model).build()));
            assertThat(limited.statusCode()).as(model).isEqualTo(429);
        }
    }

    private static String bundle(String vendor) {
        return """
        apiVersion: gateway.agw/v1alpha1
        kind: GatewayBundle
        providers:
          - {id: anthropic, provider_type: anthropic, base_url: '%1$s', api_key: k, discovery: {enabled: false}}
          - {id: openai, provider_type: openai, base_url: '%1$s', api_key: k, discovery: {enabled: false}}
        llmRoutes:
          - id: messages
            protocol: anthropic
            match_policy: {path_prefix: /claude}
            target_policy:
              type: logical-model
              model_targets:
                - {name: claude, candidates: [{provider_id: anthropic, upstream_model: claude-x}]}
                - {name: gpt, candidates: [{provider_id: openai, upstream_model: gpt-x}]}
          - id: direct
            protocol: anthropic
            match_policy: {path_prefix: /direct}
            target_policy: {provider_id: anthropic}
        virtualKeys:
          - {id: team, allowed_route_ids: [messages, direct]}
        """
                .formatted(vendor);
    }

    private AnthropicClient client(String key) {
        return client(key, "/claude");
    }

    private AnthropicClient client(String key, String path) {
        return AnthropicOkHttpClient.builder()
                .baseUrl(gateway.baseUrl().replace("/v1", path))
                .apiKey(key)
                .maxRetries(0)
                .responseValidation(true)
                .build();
    }

    private static MessageCreateParams.Builder asking(String model) {
        return MessageCreateParams.builder()
                .model(model)
                .maxTokens(50)
                .addUserMessage("hello there");
    }

    private static String text(Message message) {
        var text = new StringBuilder();
        for (ContentBlock block : message.content()) {
            block.text().ifPresent(each -> text.append(each.text()));
        }
        return Objects.requireNonNull(text.toString());
    }
}
