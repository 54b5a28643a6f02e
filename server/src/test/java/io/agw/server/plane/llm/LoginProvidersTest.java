package io.agw.server.plane.llm;

import static org.assertj.core.api.Assertions.assertThat;

import io.agw.bundle.model.Credential;
import io.agw.bundle.model.Secret;
import io.agw.server.provider.AccessToken;
import io.agw.server.provider.AccessTokens;
import io.agw.server.telemetry.Span;
import io.agw.server.upstream.AnthropicBehaviours;
import io.agw.server.upstream.Behaviours;
import io.agw.server.upstream.FakeUpstream.Behaviour;
import io.agw.server.upstream.ResponsesBehaviours;
import io.agw.server.upstream.SeenRequest;
import io.agw.server.upstream.TestSnapshots;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Providers that are called with the token of a login.
@Timeout(30)
final class LoginProvidersTest {
    private static final String RESPONSES =
            "{\"model\":\"gpt-x\",\"store\":true,\"max_output_tokens\":9,\"metadata\":{\"a\":\"b\"},"
                    + "\"input\":\"hi\"}";
    private static final String MESSAGES =
            "{\"model\":\"claude-x\",\"max_tokens\":9,"
                    + "\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";

    private final Logins logins = new Logins();
    private PlaneHarness gateway;

    @BeforeEach
    void start() throws IOException {
        gateway = new PlaneHarness(codex(ResponsesBehaviours.responses()));
        gateway.tokens = logins;
    }

    @AfterEach
    void stop() throws IOException {
        gateway.close();
    }

    @Test
    void codexIsShownTheTokenAndTheAccountAndKeepsNothing() throws IOException {
        use("openai", "codex", "");

        var reply = gateway.request("POST", "/v1/responses", RESPONSES);

        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        var seen = gateway.upstream.requests().getFirst();
        assertThat(seen.header("authorization")).isEqualTo("Bearer token-1");
        assertThat(seen.header("chatgpt-account-id")).isEqualTo("acct-7");
        assertThat(seen.header("user-agent")).doesNotContain("codex");
        assertThat(seen.header("originator")).isEmpty();
    }

    @Test
    void aWholeAnswerIsWhatTheStreamCameTo() throws IOException {
        use("openai", "codex", "");

        var reply = gateway.request("POST", "/v1/responses", RESPONSES);

        assertThat(reply.headers()).containsEntry("content-type", "application/json");
        assertThat(json(reply.text())).isEqualTo(json(ResponsesBehaviours.RESPONSE));
        assertThat(gateway.usage().outputTokens()).isEqualTo(10);
    }

    @Test
    void itemsThatTheLastEventLeavesOutAreThoseThatCameBefore() throws IOException {
        use("openai", "codex", "");
        var stream =
                ResponsesBehaviours.STREAM.stream()
                        .map(event ->
                                event.replaceAll(
                                        "\"output\":\\[.*\\],\"usage\"", "\"output\":[],\"usage\""))
                        .toArray(String[]::new);
        gateway.upstream.then(codex(Behaviours.events(stream)));

        var reply = gateway.request("POST", "/v1/responses", RESPONSES);

        assertThat(json(reply.text()).at("/output/0/content/0/text").stringValue())
                .isEqualTo("Hello!");
    }

    @Test
    void chatsAndToolsReachCodexInItsWords() throws IOException {
        use("openai", "codex", "");

        var reply =
                gateway.chat(
                        "{\"model\":\"gpt-x\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}");

        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        assertThat(json(reply.text()).at("/choices/0/message/content").stringValue())
                .isEqualTo("Hello!");
    }

    @Test
    void aStreamThatBreaksOffIsNoAnswer() throws IOException {
        use("openai", "codex", "");
        gateway.upstream.then(codex(Behaviours.cutAfter(ResponsesBehaviours.STREAM.getFirst())));

        var reply = gateway.request("POST", "/v1/responses", RESPONSES);

        assertThat(reply.status()).isEqualTo(502);
    }

    @Test
    void anErrorWithinTheStreamIsAFailureOfTheProvider() throws IOException {
        use("openai", "codex", "");
        gateway.upstream.then(
                codex(
                        Behaviours.events(
                                ResponsesBehaviours.event("error", "\"code\":\"server_error\""))));

        var reply = gateway.request("POST", "/v1/responses", RESPONSES);

        assertThat(reply.status()).isEqualTo(502);
        assertThat(reply.text()).contains("answered 500 server_error");
    }

    @Test
    void toolsThatOnlyClaudeCodeCanRunAreLeftOut() throws IOException {
        use("openai", "codex", ", options: {compact: cc}");

        gateway.request(
                "POST",
                "/v1/responses",
                "{\"model\":\"gpt-x\",\"input\":\"hi\",\"tool_choice\":{\"type\":\"function\",\"name\":\"Task\"},"
                        + "\"tools\":[{\"type\":\"function\",\"name\":\"Task\",\"parameters\":{}},"
                        + "{\"type\":\"function\",\"name\":\"Bash\",\"parameters\":{}}]}");

        var seen = json(gateway.upstream.requests().getFirst().text());
        assertThat(seen.path("tools")).hasSize(1);
        assertThat(seen.at("/tools/0/name").stringValue()).isEqualTo("Bash");
        assertThat(seen.has("tool_choice")).isFalse();
    }

    @Test
    void aTokenThatIsRefusedIsRenewedOnceAndTheCallMadeAgain() throws IOException {
        use("openai", "codex", "");
        gateway.upstream.then(judging("token-2"));

        assertThat(gateway.request("POST", "/v1/responses", RESPONSES).status()).isEqualTo(200);

        assertThat(gateway.upstream.requests()).hasSize(2);
        assertThat(logins.refused).isEqualTo(1);
    }

    @Test
    void aLoginThatStaysRefusedIsNotAskedForEver() throws IOException {
        use("openai", "codex", "");
        gateway.upstream.then(judging("none"));

        var reply = gateway.request("POST", "/v1/responses", RESPONSES);

        assertThat(reply.status()).isEqualTo(502);
        assertThat(reply.text()).contains("upstream_unauthorized");
        assertThat(gateway.upstream.requests()).hasSize(2);
    }

    @Test
    void withoutALoginNobodyIsAsked() throws IOException {
        gateway.tokens = AccessTokens.NONE;
        use("openai", "codex", "");

        assertThat(gateway.request("POST", "/v1/responses", RESPONSES).status()).isEqualTo(502);
        assertThat(gateway.upstream.requests()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "'',                       oauth-2025-04-20",
        "claude-code-20250219,     'claude-code-20250219,oauth-2025-04-20'",
        "'oauth-2025-04-20,other', 'oauth-2025-04-20,other'",
    })
    void claudeCodeIsShownTheTokenAndTheWordThatLetsItIn(String betas, String sent)
            throws IOException {
        gateway.upstream.then(Behaviours.json(200, AnthropicBehaviours.MESSAGE));
        use("cc", "claudecode", "");

        var sink = new CollectingSink();
        gateway.serve(
                PlaneHarness.received(
                        "POST",
                        "/v1/messages",
                        MESSAGES,
                        betas.isEmpty() ? new String[0] : new String[] {"anthropic-beta", betas}),
                sink);

        assertThat(sink.status()).as(sink.text()).isEqualTo(200);
        var seen = gateway.upstream.requests().getFirst();
        assertThat(seen.target()).isEqualTo("/v1/messages?beta=true");
        assertThat(seen.text()).isEqualTo(MESSAGES);
        assertThat(seen.header("authorization")).isEqualTo("Bearer token-1");
        assertThat(seen.header("x-api-key")).isEmpty();
        assertThat(seen.header("anthropic-beta")).isEqualTo(sent);
    }

    @Test
    void answersOfClaudeCodeMayBeLongUnlessTheClientSaysOtherwise() throws IOException {
        gateway.upstream.then(Behaviours.json(200, AnthropicBehaviours.MESSAGE));
        use("openai", "claudecode", "");
        var chat = "{\"model\":\"m\",%s\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";

        assertThat(gateway.chat(chat.formatted("")).status()).isEqualTo(200);
        assertThat(gateway.chat(chat.formatted("\"max_tokens\":9,")).status()).isEqualTo(200);
        gateway.request("POST", "/v1/responses", "{\"model\":\"m\",\"input\":\"hi\"}");

        assertThat(gateway.upstream.requests())
                .map(request -> json(request.text()).path("max_tokens").asLong())
                .containsExactly(32_000L, 9L, 32_000L);
    }

    @ParameterizedTest
    @CsvSource({
        "sk-ant-api-1, authorization, authorization, Bearer sk-ant-api-1, ''",
        "sk-ant-api-1, x-api-key,     x-api-key,     sk-ant-api-1,        ''",
        "sk-ant-oat01, x-api-key,     authorization, Bearer sk-ant-oat01, oauth-2025-04-20",
    })
    void keysOfClaudeCodeGoWhereTheOptionSays(
            String key, String option, String header, String value, String betas)
            throws IOException {
        gateway.upstream.then(Behaviours.json(200, AnthropicBehaviours.MESSAGE));
        gateway.tokens = AccessTokens.NONE;
        use(
                "anthropic",
                "claudecode",
                ", api_key: " + key + ", options: {api_key_header: " + option + "}");

        gateway.request("POST", "/v1/messages", MESSAGES);

        var seen = gateway.upstream.requests().getFirst();
        assertThat(seen.header(header)).isEqualTo(value);
        assertThat(seen.header(header.equals("x-api-key") ? "authorization" : "x-api-key"))
                .isEmpty();
        assertThat(seen.header("anthropic-beta")).isEqualTo(betas);
    }

    /// @param further members of the provider
    private void use(String protocol, String type, String further) {
        gateway.use(
                TestSnapshots.of(
                        """
                        providers:
                          - {id: p, provider_type: %s, base_url: %s, network: {max_retries: 0}%s}
                        credentials:
                          - {id: login, type: cliauth_token, provider_id: p}
                        llmRoutes:
                          - id: r
                            protocol: %s
                            auth_policy: {require_virtual_key: false}
                            target_policy: {type: direct-provider, provider_id: p}
                        """
                                .formatted(type, gateway.upstream.baseUrl(), further, protocol)));
    }

    /// As the vendor checks what only it demands.
    private static Behaviour codex(Behaviour then) {
        return (request, wire) -> {
            var body = json(request.text());
            boolean good =
                    body.path("stream").asBoolean(false)
                            && !body.path("store").asBoolean(true)
                            && body.has("instructions")
                            && !body.has("max_output_tokens")
                            && !body.has("metadata");
            (good ? then : Behaviours.json(400, "{\"detail\":\"bad request\"}"))
                    .serve(request, wire);
        };
    }

    private static Behaviour judging(String token) {
        return (request, wire) ->
                (shows(request, token)
                                ? codex(ResponsesBehaviours.responses())
                                : Behaviours.json(401, "{}"))
                        .serve(request, wire);
    }

    private static boolean shows(SeenRequest request, String token) {
        return request.header("authorization").equals("Bearer " + token);
    }

    private static JsonNode json(String text) {
        return JsonMapper.shared().readTree(text);
    }

    /// Shows the next token after each that was refused.
    private static final class Logins implements AccessTokens {
        private int refused;

        @Override
        public synchronized Optional<AccessToken> current(
                Credential credential, @Nullable Span within) {
            return Optional.of(new AccessToken(new Secret("token-" + (refused + 1)), "acct-7"));
        }

        @Override
        public synchronized void refused(Credential credential, AccessToken token) {
            if (token.text().reveal().equals("token-" + (refused + 1))) {
                refused++;
            }
        }
    }
}
