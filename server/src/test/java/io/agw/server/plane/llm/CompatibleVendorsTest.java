package io.agw.server.plane.llm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agw.bundle.options.OptionTypes;
import io.agw.server.upstream.Behaviours;
import io.agw.server.upstream.TestSnapshots;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Vendors of OpenAI's chat completions, and what their options change in requests.
@Timeout(30)
final class CompatibleVendorsTest {
    private PlaneHarness gateway;

    @BeforeEach
    void start() throws IOException {
        gateway = new PlaneHarness(Behaviours.json(200, Behaviours.COMPLETION));
    }

    @AfterEach
    void stop() throws IOException {
        gateway.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "groq",
                "mistral",
                "ollama",
                "openai-compatible",
                "openrouter",
                "together",
                "vllm",
                "xai"
            })
    void requestPassesByteForByte(String type) throws IOException {
        use(type, "");

        var body = "{ \"model\":\"m\", \"messages\":[],\"user\":\"u\" }";
        assertThat(gateway.chat(body).status()).isEqualTo(200);

        var seen = gateway.upstream.requests().getFirst();
        assertThat(seen.target()).isEqualTo("/v1/chat/completions");
        assertThat(seen.header("authorization")).isEqualTo("Bearer sk-upstream");
        assertThat(seen.text()).isEqualTo(body);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    deepseek   | | {"model":"m"}                       | {"model":"m","thinking":{"type":"disabled"}}
                    deepseek   | thinking_type: enabled | {"model":"m"} | {"model":"m","thinking":{"type":"enabled"}}
                    deepseek   | thinking_type: none | {"model":"m"}   | {"model":"m"}
                    deepseek   | | {"thinking":{"type":"enabled"}}     | {"thinking":{"type":"enabled"}}
                    deepseek   | thinking_type: none, max_tokens: 7, temperature: 0.5, log_probs: true | {"temperature":1} | {"temperature":1,"logprobs":true,"max_tokens":7}
                    deepseek   | thinking_type: none, response_format_type: json_object | {"a":1} | {"a":1,"response_format":{"type":"json_object"}}
                    zhipu      | compact: cc | {"user":"u","a":[1, 2],"metadata":{}} | {"a":[1, 2],"thinking":{"type":"disabled"}}
                    openrouter | compact: cc | {"user":"u"}             | {}
                    openai     | compact: cc | {"m":1,"user":"u","metadata":{"k":1}} | {"m":1}
                    """)
    void optionsChangeMembersAndNothingElse(
            String type, String options, String request, String sent) throws IOException {
        use(type, options == null ? "" : options);

        assertThat(gateway.chat(request).status()).isEqualTo(200);

        assertThat(gateway.upstream.requests().getFirst().text()).isEqualTo(sent);
    }

    @Test
    void theOptionsMaySayWhereChatCompletionsAreAskedFor() throws IOException {
        use("deepseek", "path: /beta/chat/completions");

        assertThat(gateway.chat("{\"model\":\"m\"}").status()).isEqualTo(200);
        assertThat(gateway.upstream.requests().getFirst().target())
                .isEqualTo("/v1/beta/chat/completions");
    }

    @Test
    void aTypeWithoutAnAddressOfItsOwnMustBeGivenOne() {
        assertThatThrownBy(() ->
                        TestSnapshots.of(
                                "providers: [{id: p, provider_type: openai-compatible}]\n"))
                .hasMessageContaining("base_url");
    }

    @Test
    void everyTypeOfTheBundleIsServedOrSaidToComeLater() {
        assertThat(OptionTypes.names())
                .containsExactlyInAnyOrder(
                        "anthropic",
                        "azure-openai",
                        "bedrock",
                        "claudecode",
                        "codex",
                        "deepseek",
                        "echo",
                        "gemini",
                        "groq",
                        "mistral",
                        "ollama",
                        "openai",
                        "openai-compatible",
                        "openrouter",
                        "together",
                        "vertex",
                        "vllm",
                        "xai",
                        "zhipu");
    }

    private void use(String type, String options) {
        gateway.use(
                TestSnapshots.of(
                        """
                        providers:
                          - id: fake
                            provider_type: %s
                            api_key: sk-upstream
                            base_url: %s
                            options: {%s}
                        llmRoutes:
                          - id: chat
                            protocol: openai
                            auth_policy: {require_virtual_key: false}
                            target_policy: {provider_id: fake}
                        """
                                .formatted(type, gateway.upstream.baseUrl(), options)));
    }
}
