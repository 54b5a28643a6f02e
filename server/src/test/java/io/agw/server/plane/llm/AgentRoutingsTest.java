package io.agw.server.plane.llm;

import static org.assertj.core.api.Assertions.assertThat;

import io.agw.server.upstream.AnthropicBehaviours;
import io.agw.server.upstream.Behaviours;
import io.agw.server.upstream.TestSnapshots;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Where the requests of an agent go: its model, its providers, its credentials.
@Timeout(30)
final class AgentRoutingsTest {
    private static final String MESSAGES = "\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";
    private static final String UNNAMED = "{" + MESSAGES;

    private PlaneHarness gateway;

    @BeforeEach
    void start() throws IOException {
        gateway =
                new PlaneHarness((request, wire) ->
                        (request.target().endsWith("/messages")
                                        ? AnthropicBehaviours.messages()
                                        : Behaviours.openAi())
                                .serve(request, wire));
        gateway.use(
                TestSnapshots.of(
                        """
                        providers:
                          - {id: one, provider_type: openai, api_key: sk-one, base_url: %1$s, default_model: usual}
                          - {id: two, provider_type: openai, api_key: sk-two, base_url: %1$s}
                          - {id: claude, provider_type: anthropic, api_key: sk-ant, base_url: %1$s}
                        credentials:
                          - {id: shared, provider_id: two, attributes: {api_key: sk-shared}}
                          - {id: own, provider_id: two, scope: Writers, attributes: {api_key: sk-writer}}
                          - {id: gone, provider_id: one, scope: gone, disabled: true, attributes: {api_key: sk-gone}}
                        agents:
                          - {id: model, name: M, default_model: small}
                          - {id: two, name: T, allowed_provider_ids: [two, claude]}
                          - {id: own, name: O, credential_scope: writers}
                          - {id: gone, name: G, credential_scope: gone}
                        virtualKeys:
                          - {id: all, value: vk-all-key, allowed_agents: ['*']}
                          - {id: few, value: vk-few-key, allowed_agents: ['*'], allowed_models: [usual]}
                        llmRoutes:
                          - {id: one, protocol: openai, match_policy: {path_prefix: /one}, target_policy: {provider_id: one}}
                          - {id: two, protocol: openai, match_policy: {path_prefix: /two}, target_policy: {provider_id: two}}
                          - {id: claude, protocol: anthropic, match_policy: {path_prefix: /claude}, target_policy: {provider_id: claude}}
                          - id: logical
                            protocol: openai
                            match_policy: {path_prefix: /logical}
                            target_policy:
                              default_model: large
                              model_selector_strategy: priority
                              fallback: {enabled: true, max_num: 3, chain: [{provider_id: one, upstream_model: spare}]}
                              model_targets:
                                - {name: large, candidates: [{provider_id: one, upstream_model: l}]}
                                - name: small
                                  candidates:
                                    - {provider_id: one, upstream_model: s1, priority: 2}
                                    - {provider_id: two, upstream_model: s2, priority: 1}
                        """
                                .formatted(gateway.upstream.baseUrl())));
    }

    @AfterEach
    void stop() throws IOException {
        gateway.close();
    }

    @ParameterizedTest
    @CsvSource({
        "/one/v1/chat/completions, '', '', usual",
        "/one/v1/chat/completions, model, '', small",
        "/one/v1/chat/completions, model, named, named",
        "/claude/v1/messages, model, '', small",
        "/logical/v1/chat/completions, '', '', l",
        "/logical/v1/chat/completions, model, '', s1",
        "/logical/v1/chat/completions, model, large, l",
    })
    void itsModelIsAskedForWhereTheRequestNamesNone(
            String path, String agent, String named, String asked) throws IOException {
        var body = named.isEmpty() ? UNNAMED : "{\"model\":\"" + named + "\"," + MESSAGES;
        var extra = path.startsWith("/claude") ? "{\"max_tokens\":9," + body.substring(1) : body;

        assertThat(send("POST", path, agent, extra).status()).isEqualTo(200);

        assertThat(gateway.upstream.requests().getLast().text())
                .contains("\"model\":\"" + asked + "\"");
        assertThat(gateway.usage().upstreamModel()).isEqualTo(asked);
    }

    @Test
    void itsModelIsNoneThatTheKeyMayNotAskFor() throws IOException {
        var sink = new CollectingSink();
        gateway.serve(
                PlaneHarness.received(
                        "POST",
                        "/one/v1/chat/completions",
                        UNNAMED,
                        "x-api-key",
                        "vk-few-key",
                        "x-agent-id",
                        "model"),
                sink);

        assertThat(sink.status()).isEqualTo(403);
        assertThat(gateway.errorCode()).isEqualTo("model_not_allowed");
    }

    @Test
    void anotherProviderIsNotAskedForIt() throws IOException {
        var direct = chat("/one", "two", "m");
        var logical = chat("/logical", "two", "large");

        for (var reply : new CollectingSink[] {direct, logical}) {
            assertThat(reply.status()).isEqualTo(403);
            assertThat(reply.json().at("/error/code").asString(""))
                    .isEqualTo("provider_not_allowed");
        }
        assertThat(gateway.upstream.requests()).isEmpty();
    }

    @Test
    void ofSeveralCandidatesItsOwnAreAskedAndNoFallbackLeadsElsewhere() throws IOException {
        assertThat(chat("/logical", "two", "small").status()).isEqualTo(200);
        assertThat(key()).isEqualTo("Bearer sk-shared");

        var failing = Behaviours.json(500, "{}");
        gateway.upstream.then(failing, failing, failing, failing);
        int before = gateway.upstream.requests().size();
        assertThat(chat("/logical", "two", "small").status()).isGreaterThanOrEqualTo(500);
        assertThat(gateway.upstream.requests().subList(before, gateway.upstream.requests().size()))
                .extracting(request -> request.header("authorization"))
                .isNotEmpty()
                .isSubsetOf("Bearer sk-shared", "Bearer sk-two");
    }

    @Test
    void listsHoldWhatItMayReach() throws IOException {
        assertThat(send("GET", "/logical/v1/models", "two", "").text())
                .contains("small")
                .doesNotContain("large");
        assertThat(send("GET", "/one/v1/models", "two", "").status()).isEqualTo(403);
        assertThat(send("GET", "/logical/v1/models", "", "").text()).contains("small", "large");
    }

    @ParameterizedTest
    @CsvSource({
        "/two, '', Bearer sk-shared",
        "/two, own, Bearer sk-writer",
        "/two, model, Bearer sk-shared",
    })
    void itsScopeHoldsTheCredentialsItIsServedWith(String prefix, String agent, String shown)
            throws IOException {
        assertThat(chat(prefix, agent, "m").status()).isEqualTo(200);

        assertThat(key()).isEqualTo(shown);
    }

    @ParameterizedTest
    @CsvSource({"/one, own", "/one, gone", "/two, gone"})
    void nobodyElsesCredentialStandsInForOneThatIsNotThere(String prefix, String agent)
            throws IOException {
        var reply = chat(prefix, agent, "m");

        assertThat(reply.status()).isEqualTo(403);
        assertThat(gateway.errorCode()).isEqualTo("provider_not_allowed");
        assertThat(gateway.upstream.requests()).isEmpty();
    }

    private String key() {
        return gateway.upstream.requests().getLast().header("authorization");
    }

    private CollectingSink chat(String prefix, String agent, String model) throws IOException {
        return send(
                "POST",
                prefix + "/v1/chat/completions",
                agent,
                "{\"model\":\"" + model + "\"," + MESSAGES);
    }

    private CollectingSink send(String method, String path, String agent, String body)
            throws IOException {
        var sink = new CollectingSink();
        gateway.serve(
                PlaneHarness.received(
                        method, path, body, "x-api-key", "vk-all-key", "x-agent-id", agent),
                sink);
        return sink;
    }
}
