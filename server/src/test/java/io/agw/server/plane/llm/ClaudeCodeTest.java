package io.agw.server.plane.llm;

import static org.assertj.core.api.Assertions.assertThat;

import io.agw.server.turn.Received;
import io.agw.server.upstream.AnthropicBehaviours;
import io.agw.server.upstream.TestSnapshots;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What Claude Code sends, on a `cc` route to an upstream that speaks Messages.
@Timeout(30)
final class ClaudeCodeTest {
    /// With its own spacing, and a number and an escape that a parser would write otherwise.
    private static final String REQUEST =
            """
            {"model":"claude-opus-5", "max_tokens":32000, "stream":true,
             "system":[{"type":"text","text":"You are Claude Code.","cache_control":{"type":"ephemeral"}}],
             "thinking":{"type":"adaptive","display":"summarized"},
             "output_config":{"effort":"high","format":{"type":"json_schema","schema":{"type":"object"}}},
             "context_management":{"edits":[{"type":"clear_thinking_20251015","keep":"all"}]},
             "metadata":{"user_id":"user_1_account__session_2"},
             "tools":[{"name":"Bash","description":"Runs.","input_schema":{"type":"object"},
                       "defer_loading":true,"eager_input_streaming":true}],
             "messages":[
              {"role":"user","content":"\\u0068i"},
              {"role":"assistant","content":[{"type":"thinking","thinking":"…","signature":"c2ln+/="},
                {"type":"tool_use","id":"toolu_1","name":"Bash","input":{"n":12345678901234567890}}]},
              {"role":"user","content":[{"type":"tool_result","tool_use_id":"toolu_1","content":"ok"}]},
              {"role":"system","content":[{"type":"text","text":"The user is away."}]},
              {"role":"user","content":"go on"}],
             "speed":"fast","temperature":1.0}\
            """;

    private static final List<String> BETAS =
            List.of(
                    "claude-code-20250219,oauth-2025-04-20",
                    "interleaved-thinking-2025-05-14, context-management-2025-06-27",
                    "fine-grained-tool-streaming-2025-05-14");

    private PlaneHarness gateway;

    @BeforeEach
    void start() throws IOException {
        gateway = new PlaneHarness(AnthropicBehaviours.messages());
        use("{provider_id: fake}");
    }

    @AfterEach
    void stop() throws IOException {
        gateway.close();
    }

    @Test
    void theRequestArrivesByteForByteWithItsQueryAndItsBetas() throws IOException {
        var reply = send("/v1/messages", "beta=true", REQUEST);

        assertThat(reply.text()).isEqualTo(String.join("", AnthropicBehaviours.STREAM));
        var seen = gateway.upstream.requests().getFirst();
        assertThat(seen.target()).isEqualTo("/v1/messages?beta=true");
        assertThat(seen.text()).isEqualTo(REQUEST);
        assertThat(seen.header("anthropic-beta")).isEqualTo(String.join(",", BETAS));
        assertThat(seen.header("anthropic-version")).isEqualTo("2023-06-01");
        assertThat(gateway.usage().protocol()).isEqualTo("cc");
        assertThat(gateway.usage().outputTokens()).isEqualTo(7);
    }

    @Test
    void onlyTheModelChangesWhereTheRouteNamesAnother() throws IOException {
        use(
                "{model_targets: [{name: claude-opus-5, candidates: "
                        + "[{provider_id: fake, upstream_model: claude-opus-5-1}]}]}");

        send("/v1/messages", "beta=true", REQUEST);

        assertThat(gateway.upstream.requests().getFirst().text())
                .isEqualTo(REQUEST.replace("\"claude-opus-5\"", "\"claude-opus-5-1\""));
    }

    @Test
    void tokensAreCountedWithTheSameQueryAndBetas() throws IOException {
        var reply =
                send(
                        "/v1/messages/count_tokens",
                        "beta=true",
                        "{\"model\":\"claude-opus-5\",\"messages\":[]}");

        assertThat(reply.text()).isEqualTo("{\"input_tokens\":60}");
        var seen = gateway.upstream.requests().getFirst();
        assertThat(seen.target()).isEqualTo("/v1/messages/count_tokens?beta=true");
        assertThat(seen.header("anthropic-beta")).isEqualTo(String.join(",", BETAS));
    }

    @ParameterizedTest
    @CsvSource({
        "beta=true&key=k, beta=true",
        "api_key=k&beta=true, beta=true",
        "x-api-key=k&x=1&access_token=t, x=1",
        "a=vk-shown&beta=true, beta=true",
        "a=%76k-shown, ''",
        "&&beta=true&, beta=true",
        "a=1&a=2&flag, a=1&a=2&flag"
    })
    void aQueryIsPassedWithoutKeys(String query, String passed) throws IOException {
        send("/v1/messages", query, REQUEST);

        assertThat(gateway.upstream.requests().getFirst().target())
                .isEqualTo("/v1/messages" + (passed.isEmpty() ? "" : "?" + passed));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a=%zz", "a=b c", "a=\r\nx", "a=#b"})
    void aQueryThatIsNoneIsRefusedInAnthropicsShape(String query) throws IOException {
        var reply = send("/v1/messages", query, REQUEST);

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.text())
                .startsWith("{\"type\":\"error\",\"error\":{\"type\":\"invalid_request_error\"")
                .contains("invalid_query");
        assertThat(gateway.upstream.requests()).isEmpty();
    }

    @Test
    void whatTheUpstreamRefusesArrivesAsItIs() throws IOException {
        var reply = send("/v1/messages", "beta=true", "{\"model\":\"claude-x\",\"messages\":[]}");

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.text())
                .startsWith("{\"type\":\"error\",\"error\":{\"type\":\"invalid_request_error\"")
                .contains("\"request_id\":\"req_up\"");
    }

    private CollectingSink send(String path, String query, String body) throws IOException {
        var sink = new CollectingSink();
        gateway.serve(
                new Received(
                        "req-1",
                        "POST",
                        "localhost",
                        path,
                        path,
                        query,
                        Map.of(
                                "anthropic-beta",
                                BETAS,
                                "anthropic-version",
                                List.of("2023-06-01"),
                                "authorization",
                                List.of("Bearer vk-shown")),
                        body.getBytes(StandardCharsets.UTF_8),
                        "127.0.0.1",
                        System.nanoTime()),
                sink);
        return sink;
    }

    private void use(String policy) {
        gateway.use(
                TestSnapshots.of(
                        """
                        providers:
                          - id: fake
                            provider_type: anthropic
                            api_key: sk-upstream
                            base_url: %s
                            network: {max_retries: 0}
                        llmRoutes:
                          - id: claude
                            protocol: cc
                            auth_policy: {require_virtual_key: false}
                            target_policy: %s
                        """
                                .formatted(gateway.upstream.baseUrl(), policy)));
    }
}
