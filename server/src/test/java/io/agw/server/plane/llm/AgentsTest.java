package io.agw.server.plane.llm;

import static org.assertj.core.api.Assertions.assertThat;

import io.agw.server.turn.Received;
import io.agw.server.upstream.Behaviours;
import io.agw.server.upstream.TestSnapshots;
import io.agw.store.Payer;
import io.agw.store.SpanAttribute;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Which agent a turn is from, and who may say so.
@Timeout(30)
final class AgentsTest {
    private static final String HI =
            "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";

    private PlaneHarness gateway;

    @BeforeEach
    void start() throws IOException {
        gateway = new PlaneHarness(Behaviours.openAi());
        gateway.use(
                TestSnapshots.of(
                        """
                        providers:
                          - {id: fake, provider_type: openai, api_key: sk, base_url: %s}
                        agents:
                          - {id: writer, name: Writer}
                          - {id: web-a, name: Reader, allowed_route_ids: [chat]}
                          - {id: paused, name: Paused, disabled: true}
                          - {id: owner, name: Owner, routes: {llm_route_ids: [owned]}}
                        virtualKeys:
                          - {id: bound, value: vk-bound-key, agent_id: writer}
                          - {id: off, value: vk-off-key, agent_id: paused}
                          - {id: free, value: vk-free-key, allowed_agents: [writer, web-*, paused, owner]}
                          - {id: plain, value: vk-plain-key}
                        llmRoutes:
                          - {id: chat, protocol: openai, target_policy: {provider_id: fake}}
                          - {id: named, protocol: openai, match_policy: {path_prefix: /named},
                             auth_policy: {require_agent: true}, target_policy: {provider_id: fake}}
                          - {id: owned, protocol: openai, match_policy: {path_prefix: /owned},
                             auth_policy: {require_agent: true}, target_policy: {provider_id: fake}}
                          - {id: anyone, protocol: openai, match_policy: {path_prefix: /anyone},
                             auth_policy: {require_virtual_key: false}, target_policy: {provider_id: fake}}
                          - {id: anthropic, protocol: anthropic, match_policy: {path_prefix: /anthropic},
                             target_policy: {provider_id: fake}}
                          - {id: gemini, protocol: gemini, match_policy: {path_prefix: /gemini},
                             target_policy: {provider_id: fake}}
                        """
                                .formatted(gateway.upstream.baseUrl())));
    }

    @AfterEach
    void stop() throws IOException {
        gateway.close();
    }

    @ParameterizedTest
    @CsvSource({
        "'', vk-bound-key, , writer",
        "'', vk-bound-key, writer, writer",
        "/named, vk-bound-key, , writer",
        "/owned, vk-bound-key, , writer",
        "'', vk-free-key, writer, writer",
        "'', vk-free-key, web-a, web-a",
        "'', vk-free-key, ' web-a ', web-a",
        "'', vk-free-key, , unattributed",
        "'', vk-free-key, '', unattributed",
        "'', vk-plain-key, , unattributed",
        "/owned, vk-plain-key, , owner",
        "/owned, vk-free-key, writer, writer",
        "/anyone, , , unattributed",
    })
    void aTurnIsOfTheAgentThatTheKeyTheRequestOrTheRouteNames(
            String prefix, @Nullable String key, @Nullable String named, String agent)
            throws IOException {
        assertThat(chat(prefix, key, named).status()).isEqualTo(200);

        assertThat(gateway.usage().payer().agent()).isEqualTo(agent);
        assertThat(spanned()).isEqualTo(agent.equals("unattributed") ? "" : agent);
        assertThat(gateway.upstream.requests().getLast().header("x-agent-id")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "'', vk-bound-key, web-a, 403, agent_id_mismatch, writer",
        "'', vk-bound-key, nobody, 403, agent_id_mismatch, writer",
        "'', vk-free-key, other, 403, agent_not_allowed, unattributed",
        "'', vk-free-key, WRITER, 403, agent_not_allowed, unattributed",
        "'', vk-free-key, web-nobody, 403, unknown_agent, unattributed",
        "'', vk-free-key, paused, 403, agent_disabled, paused",
        "'', vk-off-key, , 403, agent_disabled, paused",
        "'', vk-plain-key, writer, 403, agent_not_allowed, unattributed",
        "'', vk-plain-key, nobody, 403, agent_not_allowed, unattributed",
        "/anyone, , writer, 403, agent_not_allowed, unattributed",
        "/named, vk-free-key, , 400, agent_id_required, unattributed",
        "/named, vk-plain-key, , 400, agent_id_required, unattributed",
        "/named, vk-free-key, web-a, 403, route_not_allowed, web-a",
    })
    void anyOtherIsRefusedBeforeAnybodyIsAsked(
            String prefix,
            @Nullable String key,
            @Nullable String named,
            int status,
            String code,
            String counted)
            throws IOException {
        var reply = chat(prefix, key, named);

        assertThat(reply.status()).isEqualTo(status);
        assertThat(reply.json().at("/error/code").asString("")).isEqualTo(code);
        assertThat(gateway.usage().errorCode()).isEqualTo(code);
        assertThat(gateway.usage().payer().agent()).isEqualTo(counted);
        assertThat(gateway.upstream.requests()).isEmpty();
    }

    @Test
    void aRefusedTurnIsCountedForTheKeyThatWasShown() throws IOException {
        chat("", "vk-plain-key", "writer");

        assertThat(gateway.usage().payer())
                .isEqualTo(new Payer("plain", null, null, null, "unattributed"));
    }

    @Test
    void turnsOfNobodyMayDoWhatTheAgentOfThatNameMay() throws IOException {
        gateway.use(
                TestSnapshots.of(
                        """
                        providers: [{id: fake, provider_type: echo}]
                        agents:
                          - {id: unattributed, name: Whoever, disabled: true}
                          - {id: writer, name: Writer}
                        virtualKeys:
                          - {id: bound, value: vk-bound-key, agent_id: writer}
                          - {id: plain, value: vk-plain-key}
                        llmRoutes:
                          - {id: chat, protocol: openai, target_policy: {provider_id: fake}}
                        """));

        assertThat(chat("", "vk-bound-key", null).status()).isEqualTo(200);
        assertThat(chat("", "vk-plain-key", null).status()).isEqualTo(403);
        assertThat(gateway.errorCode()).isEqualTo("agent_disabled");
        assertThat(gateway.usage().payer().agent()).isEqualTo("unattributed");
    }

    @Test
    void whoShowsNoUsableKeyIsNoAgent() throws IOException {
        assertThat(chat("", "vk-of-nobody", "writer").status()).isEqualTo(401);

        assertThat(gateway.usage().payer()).isEqualTo(Payer.NOBODY);
    }

    @Test
    void oneAgentIsNamedOnce() throws IOException {
        var request = request("/v1/chat/completions", "vk-free-key", "writer");
        var headers = new HashMap<>(request.headers());
        headers.put("x-agent-id", List.of("writer", "web-a"));
        var sink = new CollectingSink();

        gateway.serve(request.with(headers, request.body()), sink);

        assertThat(sink.status()).isEqualTo(400);
        assertThat(gateway.errorCode()).isEqualTo("invalid_agent_id");
        assertThat(gateway.upstream.requests()).isEmpty();
    }

    @Test
    void aRefusalHasTheShapeOfItsDialect() throws IOException {
        var anthropic = send("/anthropic/v1/messages", "vk-plain-key", "writer");
        var gemini = send("/gemini/v1beta/models/m:generateContent", "vk-plain-key", "writer");

        assertThat(anthropic.status()).isEqualTo(403);
        assertThat(anthropic.json().at("/type").asString("")).isEqualTo("error");
        assertThat(anthropic.json().at("/error/type").asString("")).isEqualTo("permission_error");
        assertThat(anthropic.text()).contains("writer");
        assertThat(gemini.status()).isEqualTo(403);
        assertThat(gemini.json().at("/error/status").asString("")).isEqualTo("PERMISSION_DENIED");
        assertThat(gemini.text()).contains("writer");
    }

    /// What the turn's span says of its agent.
    private String spanned() {
        return gateway.spans().getFirst().attributes().stream()
                .filter(SpanAttribute.Text.class::isInstance)
                .map(SpanAttribute.Text.class::cast)
                .filter(text -> text.key().equals("gen_ai.agent.id"))
                .map(SpanAttribute.Text::value)
                .collect(Collectors.joining(" "));
    }

    private CollectingSink chat(String prefix, @Nullable String key, @Nullable String agent)
            throws IOException {
        return send(prefix + "/v1/chat/completions", key, agent);
    }

    private CollectingSink send(String path, @Nullable String key, @Nullable String agent)
            throws IOException {
        var sink = new CollectingSink();
        gateway.serve(request(path, key, agent), sink);
        return sink;
    }

    private static Received request(String path, @Nullable String key, @Nullable String agent) {
        var request = PlaneHarness.received("POST", path, HI);
        var headers = new HashMap<>(request.headers());
        if (key != null) {
            headers.put("authorization", List.of("Bearer " + key));
        }
        if (agent != null) {
            headers.put("x-agent-id", List.of(agent));
        }
        return request.with(headers, request.body());
    }
}
