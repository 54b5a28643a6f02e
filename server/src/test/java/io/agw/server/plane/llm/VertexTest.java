package io.agw.server.plane.llm;

import static org.assertj.core.api.Assertions.assertThat;

import io.agw.server.turn.Received;
import io.agw.server.upstream.AnthropicBehaviours;
import io.agw.server.upstream.Behaviours;
import io.agw.server.upstream.GoogleCloud;
import io.agw.server.upstream.TestSnapshots;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Two publishers' models at Vertex AI, which answers holders of its tokens.
@Timeout(30)
final class VertexTest {
    private static final String MODELS =
            "/v1/projects/project-1/locations/europe-west4/publishers/";
    private static final String OPTIONS = "project: project-1, location: europe-west4";
    private static final String CONTENTS =
            "{ \"contents\": [{\"role\":\"user\",\"parts\":[{\"text\":\"hi\"}]}] }";
    private static final String ANSWER =
            "{\"candidates\":[{\"content\":{\"role\":\"model\",\"parts\":[{\"text\":\"Hello!\"}]},"
                    + "\"finishReason\":\"STOP\"}],\"usageMetadata\":{\"promptTokenCount\":9,"
                    + "\"candidatesTokenCount\":4,\"totalTokenCount\":13},\"modelVersion\":\"gemini-x\"}";

    private final GoogleCloud google = new GoogleCloud(InstantSource.system());
    private PlaneHarness gateway;

    @BeforeEach
    void start() throws IOException {
        gateway = new PlaneHarness(google);
    }

    @AfterEach
    void stop() throws IOException {
        gateway.close();
    }

    @Test
    void geminisContentPassesByteForByteUnderAToken() throws IOException {
        use("gemini", OPTIONS);
        google.answer(Behaviours.json(200, ANSWER));

        var reply = gateway.request("POST", "/v1beta/models/gemini-x:generateContent", CONTENTS);

        assertThat(reply.text()).isEqualTo(ANSWER);
        assertThat(targets())
                .containsExactly("/token", MODELS + "google/models/gemini-x:generateContent");
        var seen = gateway.upstream.requests().getLast();
        assertThat(seen.text()).isEqualTo(CONTENTS);
        assertThat(seen.header("authorization")).isEqualTo("Bearer ya29.token-1");
        assertThat(seen.header("x-goog-api-key")).isEmpty();
    }

    @Test
    void geminisContentIsStreamed() throws IOException {
        use("gemini", OPTIONS);
        var event = "data: " + ANSWER + "\r\n\r\n";
        google.answer(Behaviours.events(event));

        var reply = serve("/v1beta/models/gemini-x:streamGenerateContent", "alt=sse", CONTENTS);

        assertThat(reply.text()).isEqualTo(event);
        assertThat(targets().getLast())
                .isEqualTo(MODELS + "google/models/gemini-x:streamGenerateContent?alt=sse");
    }

    @ParameterizedTest
    @CsvSource({"false, rawPredict", "true, streamRawPredict"})
    void claudesMessagesHaveTheirModelInTheAddress(boolean streams, String verb)
            throws IOException {
        use("anthropic", OPTIONS);
        google.answer(
                streams
                        ? Behaviours.events(AnthropicBehaviours.STREAM.toArray(String[]::new))
                        : Behaviours.json(200, AnthropicBehaviours.MESSAGE));

        var reply =
                messages(
                        "/v1/messages",
                        "{\"model\":\"claude-sonnet-4-5@20250929\",\"max_tokens\":9,\"stream\":"
                                + streams
                                + "}");

        assertThat(reply.text())
                .isEqualTo(
                        streams
                                ? String.join("", AnthropicBehaviours.STREAM)
                                : AnthropicBehaviours.MESSAGE);
        var seen = gateway.upstream.requests().getLast();
        assertThat(seen.target())
                .isEqualTo(MODELS + "anthropic/models/claude-sonnet-4-5%4020250929:" + verb);
        assertThat(seen.text())
                .isEqualTo(
                        "{\"max_tokens\":9,\"stream\":"
                                + streams
                                + ",\"anthropic_version\":\"vertex-2023-10-16\"}");
        assertThat(seen.header("anthropic-beta")).isEqualTo("a-2025-01-01");
    }

    @Test
    void tokensOfBothPublishersModelsAreCountedByThem() throws IOException {
        use("anthropic", OPTIONS);
        google.answer(Behaviours.json(200, "{\"input_tokens\":60}"));
        var claude =
                "{\"model\":\"claude-x\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";

        assertThat(messages("/v1/messages/count_tokens", claude).text())
                .isEqualTo("{\"input_tokens\":60}");
        var seen = gateway.upstream.requests().getLast();
        assertThat(seen.target()).isEqualTo(MODELS + "anthropic/models/count-tokens:rawPredict");
        assertThat(seen.text()).isEqualTo(claude);

        google.answer(Behaviours.json(200, "{\"totalTokens\":61}"));
        assertThat(
                        messages(
                                        "/v1/messages/count_tokens",
                                        claude.replace("claude-x", "gemini-x"))
                                .text())
                .contains("61");
        assertThat(targets().getLast()).isEqualTo(MODELS + "google/models/gemini-x:countTokens");
    }

    @Test
    void chatCompletionsAreTranslatedToWhatTheModelSpeaks() throws IOException {
        use("openai", OPTIONS);
        var chat = "{\"model\":\"%s\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";

        google.answer(Behaviours.json(200, ANSWER));
        assertThat(gateway.chat(chat.formatted("gemini-x")).text())
                .contains("chat.completion", "Hello!");
        google.answer(Behaviours.json(200, AnthropicBehaviours.MESSAGE));
        assertThat(gateway.chat(chat.formatted("claude-x")).text())
                .contains("chat.completion", "Hello!");

        assertThat(targets())
                .containsExactly(
                        "/token",
                        MODELS + "google/models/gemini-x:generateContent",
                        MODELS + "anthropic/models/claude-x:rawPredict");
        assertThat(google.tokens()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "authorization, authorization, Bearer given-1",
        "x-goog-api-key, x-goog-api-key, given-1"
    })
    void aKeyThatIsNoFileIsSentAsItIs(String option, String header, String value)
            throws IOException {
        use("gemini", "'given-1'", OPTIONS + ", api_key_header: " + option);

        gateway.request("POST", "/v1beta/models/gemini-x:generateContent", CONTENTS);

        assertThat(targets()).containsExactly(MODELS + "google/models/gemini-x:generateContent");
        assertThat(gateway.upstream.requests().getFirst().header(header)).isEqualTo(value);
    }

    @Test
    void theTokenEndpointMustBeAnAddressThatMayBeCalled() throws IOException {
        var file =
                google.keyFile(gateway.upstream.port())
                        .replaceAll("http://127[^\"]*", "http://10.0.0.1/token");
        use("gemini", "'" + file + "'", OPTIONS);

        var reply = gateway.request("POST", "/v1beta/models/gemini-x:generateContent", CONTENTS);

        assertThat(reply.status()).isEqualTo(502);
        assertThat(gateway.upstream.requests()).isEmpty();
    }

    @Test
    void aKeyThatBringsNoTokenMakesWayForAnother() throws IOException {
        google.exchange(Behaviours.json(400, "{\"error\":\"invalid_grant\"}"));
        use("gemini", OPTIONS);

        var reply = gateway.request("POST", "/v1beta/models/gemini-x:generateContent", CONTENTS);

        assertThat(reply.status()).isEqualTo(502);
        assertThat(targets()).containsExactly("/token");
        assertThat(gateway.usage().outcome()).isEqualTo("upstream_error");
    }

    private List<String> targets() {
        return gateway.upstream.requests().stream().map(seen -> seen.target()).toList();
    }

    private CollectingSink messages(String path, String body) throws IOException {
        return serve(path, "beta=true", body);
    }

    private CollectingSink serve(String path, String query, String body) throws IOException {
        var sink = new CollectingSink();
        gateway.serve(
                new Received(
                        "req-1",
                        "POST",
                        "localhost",
                        path,
                        path,
                        query,
                        Map.of("anthropic-beta", List.of("a-2025-01-01")),
                        body.getBytes(StandardCharsets.UTF_8),
                        "127.0.0.1",
                        System.nanoTime()),
                sink);
        return sink;
    }

    private void use(String protocol, String options) {
        use(protocol, "'" + google.keyFile(gateway.upstream.port()) + "'", options);
    }

    private void use(String protocol, String key, String options) {
        gateway.use(
                TestSnapshots.of(
                        """
                        providers:
                          - id: vertex
                            provider_type: vertex
                            api_key: %s
                            base_url: http://127.0.0.1:%d/v1
                            options: {%s}
                            network: {max_retries: 0}
                        llmRoutes:
                          - id: r
                            protocol: %s
                            auth_policy: {require_virtual_key: false}
                            target_policy: {provider_id: vertex}
                        """
                                .formatted(key, gateway.upstream.port(), options, protocol)));
    }
}
