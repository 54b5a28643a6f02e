package io.agw.server.plane.llm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agw.server.upstream.Behaviours;
import io.agw.server.upstream.FakeUpstream.Behaviour;
import io.agw.server.upstream.SeenRequest;
import io.agw.server.upstream.TestSnapshots;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// OpenAI's models at Azure, which looks for its key where Azure does.
@Timeout(30)
final class AzureOpenAiTest {
    /// What Azure sends ahead of the first choice, about the prompt.
    private static final String FILTERED =
            "data: {\"choices\":[],\"created\":0,\"id\":\"\",\"model\":\"\",\"object\":\"\","
                    + "\"prompt_filter_results\":[{\"prompt_index\":0,\"content_filter_results\":"
                    + "{\"hate\":{\"filtered\":false,\"severity\":\"safe\"}}}]}\n\n";

    private PlaneHarness gateway;

    @BeforeEach
    void start() throws IOException {
        gateway = new PlaneHarness(azure());
    }

    @AfterEach
    void stop() throws IOException {
        gateway.close();
    }

    @ParameterizedTest
    @CsvSource({
        "/v1/chat/completions, /openai/v1/chat/completions",
        "/v1/responses, /openai/v1/responses",
        "/v1/embeddings, /openai/v1/embeddings"
    })
    void theModelIsADeploymentNamedInTheBody(String path, String target) throws IOException {
        use("openai", "", "");
        var body = "{ \"model\":\"my-deployment\", \"messages\":[],\"input\":\"x\" }";

        gateway.request("POST", path, body);

        var seen = gateway.upstream.requests().getFirst();
        assertThat(seen.target()).isEqualTo(target);
        assertThat(seen.text()).isEqualTo(body);
        assertThat(seen.header("api-key")).isEqualTo("azure-key-1");
        assertThat(seen.header("authorization")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/openai/v1", "/openai/v1/"})
    void theAddressMayNameTheRootOfTheApi(String path) throws IOException {
        use("openai", path, "");

        assertThat(gateway.chat("{\"model\":\"m\",\"messages\":[]}").status()).isEqualTo(200);
        assertThat(gateway.upstream.requests().getFirst().target())
                .isEqualTo("/openai/v1/chat/completions");
    }

    @ParameterizedTest
    @CsvSource({
        "/v1/chat/completions, /openai/deployments/a%20b%2Fc/chat/completions",
        "/v1/responses, /openai/responses",
        "/v1/embeddings, /openai/deployments/a%20b%2Fc/embeddings"
    })
    void theOlderApiNamesVersionAndDeploymentInTheAddress(String path, String target)
            throws IOException {
        use("openai", "", "api_version: 2024-10-21");

        gateway.request("POST", path, "{\"model\":\"a b/c\",\"messages\":[],\"input\":\"x\"}");

        assertThat(gateway.upstream.requests().getFirst().target())
                .isEqualTo(target + "?api-version=2024-10-21");
    }

    @ParameterizedTest
    @CsvSource({
        "POST, /v1/images/generations, /openai/v1/images/generations",
        "POST, /v1/audio/speech, /openai/v1/audio/speech",
        "GET, /v1/files/f-1/content, /openai/v1/files/f-1/content",
        "DELETE, /v1/vector_stores/v?x=y, /openai/v1/vector_stores/v?x=y",
    })
    void whatElseTheApiHasIsPassedOn(String method, String path, String target) throws IOException {
        use("openai", "/openai/v1", "");

        assertThat(pass(method, path).target()).isEqualTo(target);
        assertThat(gateway.usage().operation()).isEqualTo("passthrough");
    }

    @ParameterizedTest
    @CsvSource({
        "POST, /v1/images/generations, /openai/deployments/a%20b%2Fc/images/generations?",
        "POST, /v1/audio/speech?x=y, /openai/deployments/a%20b%2Fc/audio/speech?x=y&",
        "POST, /v1/completions, /openai/deployments/a%20b%2Fc/completions?",
        "POST, /v1/fine_tuning/jobs, /openai/fine_tuning/jobs?",
        "GET, /v1/files/f-1/content, /openai/files/f-1/content?",
        "GET, /v1/files?limit=2, /openai/files?limit=2&",
    })
    void theOlderApiIsPassedWhatElseItHas(String method, String path, String target)
            throws IOException {
        use("openai", "", "api_version: 2024-10-21");
        var version = "api-version=2024-10-21";

        var parts = pass(method, path).target().split("[?&]", -1);

        assertThat(parts).containsExactlyInAnyOrder((target + version).split("[?&]", -1));
        assertThat(parts[0]).isEqualTo(target.substring(0, target.indexOf('?')));
    }

    @Test
    void aFormNamesItsDeployment() throws IOException {
        use("openai", "", "api_version: 2024-10-21");
        var form =
                """
                --XX
                Content-Disposition: form-data; name="model"

                ears
                --XX
                Content-Disposition: form-data; name="file"; filename="a.wav"

                RIFF
                --XX--
                """
                        .replace("\n", "\r\n");

        gateway.ask("POST", "/v1/audio/transcriptions", "multipart/form-data; boundary=XX", form);

        var seen = gateway.upstream.requests().getFirst();
        assertThat(seen.target())
                .isEqualTo("/openai/deployments/ears/audio/transcriptions?api-version=2024-10-21");
        assertThat(seen.text()).isEqualTo(form);
    }

    @Test
    void aTokenOfEntraGoesAsABearerToken() throws IOException {
        use("openai", "", "api_key_header: authorization");

        assertThat(gateway.chat("{\"model\":\"m\",\"messages\":[]}").status()).isEqualTo(200);

        var seen = gateway.upstream.requests().getFirst();
        assertThat(seen.header("authorization")).isEqualTo("Bearer azure-key-1");
        assertThat(seen.header("api-key")).isEmpty();
    }

    @Test
    void whatTheFilterSaysAheadOfTheFirstChoiceIsPassedOn() throws IOException {
        use("openai", "", "");

        var reply = gateway.chat("{\"model\":\"m\",\"messages\":[],\"stream\":true}");

        assertThat(reply.text()).startsWith(FILTERED).contains("Hel").endsWith("data: [DONE]\n\n");
        assertThat(gateway.usage().outcome()).isEqualTo("ok");
        assertThat(gateway.usage().outputTokens()).isEqualTo(10);
    }

    @Test
    void whatTheFilterSaysIsNoWordOfATranslatedAnswer() throws IOException {
        use("anthropic", "", "");

        var reply =
                gateway.request(
                        "POST",
                        "/v1/messages",
                        "{\"model\":\"m\",\"max_tokens\":9,\"stream\":true,"
                                + "\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}");

        assertThat(reply.text())
                .startsWith("event: message_start")
                .contains("Hel", "lo!", "event: message_stop")
                .doesNotContain("prompt_filter_results");
        assertThat(gateway.usage().outcome()).isEqualTo("ok");
    }

    @Test
    void aRefusedPromptIsToldAsItIs() throws IOException {
        var error =
                "{\"error\":{\"message\":\"prose\",\"type\":null,\"param\":\"prompt\","
                        + "\"code\":\"content_filter\",\"status\":400,\"innererror\":"
                        + "{\"code\":\"ResponsibleAIPolicyViolation\"}}}";
        gateway.upstream.then(Behaviours.json(400, error));
        use("openai", "", "");

        var reply = gateway.chat("{\"model\":\"m\",\"messages\":[]}");

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.text()).isEqualTo(error);
    }

    @Test
    void aResourceMustBeNamed() {
        assertThatThrownBy(() ->
                        TestSnapshots.of("providers: [{id: p, provider_type: azure-openai}]\n"))
                .hasMessageContaining("base_url");
    }

    @Test
    void aVersionCannotAddToTheAddress() {
        assertThatThrownBy(() -> use("openai", "", "api_version: 'a&b=c'"))
                .hasMessageContaining("options.api_version: \"a&b=c\" (expected: like 2024-10-21)");
    }

    /// Asks for something of a model by `POST`, and of none by other methods.
    private SeenRequest pass(String method, String path) throws IOException {
        boolean posts = method.equals("POST");
        var body = posts ? "{\"prompt\":\"x\", \"model\":\"a b/c\"}" : "";

        var reply = gateway.ask(method, path, posts ? "application/json" : "", body);

        assertThat(reply.status()).isEqualTo(200);
        var seen = gateway.upstream.requests().getFirst();
        assertThat(seen.method()).isEqualTo(method);
        assertThat(seen.text()).isEqualTo(body);
        assertThat(seen.header("api-key")).isEqualTo("azure-key-1");
        return seen;
    }

    private static Behaviour azure() {
        return (request, wire) -> {
            boolean known =
                    request.header("api-key").equals("azure-key-1")
                            || request.header("authorization").equals("Bearer azure-key-1");
            if (!known) {
                wire.send(Behaviours.response(401, "{\"error\":{\"code\":\"401\"}}"));
            } else if (request.text().contains("\"stream\":true")) {
                Behaviours.events(
                                FILTERED,
                                Behaviours.chunk("Hel"),
                                Behaviours.chunk("lo!"),
                                Behaviours.finish(),
                                Behaviours.usage(19, 10),
                                "data: [DONE]\n\n")
                        .serve(request, wire);
            } else {
                wire.send(Behaviours.response(200, Behaviours.COMPLETION));
            }
        };
    }

    private void use(String protocol, String path, String options) {
        gateway.use(
                TestSnapshots.of(
                        """
                        providers:
                          - id: azure
                            provider_type: azure-openai
                            api_key: azure-key-1
                            base_url: http://127.0.0.1:%d%s
                            options: {%s}
                            network: {max_retries: 0}
                        llmRoutes:
                          - id: r
                            protocol: %s
                            auth_policy: {require_virtual_key: false}
                            target_policy: {provider_id: azure}
                        """
                                .formatted(gateway.upstream.port(), path, options, protocol)));
    }
}
