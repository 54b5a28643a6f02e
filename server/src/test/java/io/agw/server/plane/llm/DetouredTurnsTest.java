package io.agw.server.plane.llm;

import static org.assertj.core.api.Assertions.assertThat;

import io.agw.server.upstream.Behaviours;
import io.agw.server.upstream.TestSnapshots;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Turns that policies send elsewhere. Provider `a` is called below `/v1/a`, provider `b` below
/// `/v1/b`; on the route `dear` is served by `a`, `small` by `b` and then by `a`.
@Timeout(60)
final class DetouredTurnsTest {
    private static final String CHAT = "/route/v1/chat/completions";
    private static final String DIRECT = "/direct/v1/chat/completions";

    private PlaneHarness gateway;

    @BeforeEach
    void start() throws IOException {
        gateway = new PlaneHarness(Behaviours.json(200, Behaviours.COMPLETION));
    }

    @AfterEach
    void stop() throws IOException {
        gateway.close();
    }

    @Test
    void aRequestGoesToTheModelThatAPolicyNames() throws IOException {
        use("{id: p, condition: model == 'dear', action: route, params: {model: small}}");

        var reply = ask("one");

        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        assertThat(asked()).isEqualTo("/v1/b/chat/completions small-b");
        assertThat(reply.headers()).containsEntry("x-agw-route-reason", "policy");
        var row = gateway.usage();
        assertThat(row.requestedModel()).isEqualTo("dear");
        assertThat(row.upstreamModel()).isEqualTo("small-b");
        assertThat(row.routeReason()).isEqualTo("policy");
        assertThat(row.decisions().policies()).containsExactly("p");
        assertThat(gateway.matches).hasSize(1);
    }

    @Test
    void aRequestGoesToTheProviderThatAPolicyNamesAndToNoOther() throws IOException {
        use("{id: p, condition: 'true', action: route, params: {model: small, provider_id: a}}");
        assertThat(ask("one").status()).isEqualTo(200);
        assertThat(asked()).isEqualTo("/v1/a/chat/completions small-a");

        use(
                "{id: p, match: {route_ids: [route]}, condition: 'true', action: route, params: {provider_id: b}}");
        var refused = ask("one");
        assertThat(refused.status()).isEqualTo(502);
        assertThat(refused.text())
                .contains("policy \\\"p\\\" sends it to provider \\\"b\\\", which does not serve");
    }

    @Test
    void whatTheKeyMayNotAskForIsRefused() throws IOException {
        use("{id: p, condition: 'true', action: route, params: {model: small}}");

        var refused = ask("narrow");

        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.text())
                .contains(
                        "\"code\":\"model_not_allowed\"",
                        "policy \\\"p\\\" sends it to model \\\"small\\\": virtual key may not ask");
        assertThat(gateway.upstream.requests()).isEmpty();
        use(
                "{id: p, match: {route_ids: [route]}, condition: 'true', action: route, params: {model: small, provider_id: b}}");
        assertThat(ask("unlike").text())
                .as("an agent that may not use the provider")
                .contains("provider_not_allowed");
    }

    @Test
    void theFirstOfSeveralCountsAndADenialMoreThanAny() throws IOException {
        use(
                "{id: c, condition: 'true', action: route, params: {model: dear}}",
                "{id: b, condition: 'true', action: route, params: {model: small}}",
                "{id: a, condition: 'true', action: route, mode: dry_run, params: {model: dear}}");
        assertThat(ask("one").status()).isEqualTo(200);
        assertThat(asked()).endsWith(" small-b");
        assertThat(gateway.usage().decisions().policies()).containsExactly("a", "b", "c");

        use(
                "{id: a, condition: 'true', action: route, params: {model: small}}",
                "{id: b, condition: 'true', action: deny}");
        assertThat(ask("one").text()).contains("policy_denied");
    }

    @Test
    void aDirectRouteIsAskedForTheModel() throws IOException {
        use(
                "{id: p, match: {route_ids: [direct]}, condition: 'true', action: route, params: {model: other}}");

        assertThat(send(DIRECT, body("mine"), "one").status()).isEqualTo(200);

        assertThat(asked()).isEqualTo("/v1/a/chat/completions other");
        assertThat(gateway.usage().routeReason()).isEqualTo("policy");
    }

    @Test
    void vectorsAndWhatAnUpstreamKeepsStayWhereTheyAre() throws IOException {
        use("{id: p, condition: 'true', action: route, params: {model: small}}");
        gateway.upstream.then(
                Behaviours.json(
                        200,
                        "{\"object\":\"list\",\"data\":[{\"object\":\"embedding\",\"index\":0,\"embedding\":[0.5]}],\"usage\":{\"prompt_tokens\":1,\"total_tokens\":1}}"));

        var reply = send("/route/v1/embeddings", "{\"model\":\"dear\",\"input\":\"hi\"}", "one");

        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        assertThat(asked()).isEqualTo("/v1/a/embeddings dear-a");
    }

    @Test
    void whatIsOutOfOrderIsAvoidedUntilItMayBeTriedAgain() throws IOException {
        use(
                "{id: p, match: {route_ids: [route]}, condition: \"provider == 'a' && breaker_state == 'open'\", action: route,"
                        + " params: {model: small, provider_id: b}}");
        gateway.upstream.then(Behaviours.json(500, "{}"));
        for (int i = 0; i < 5; i++) {
            assertThat(ask("one").status()).isEqualTo(502);
        }
        gateway.upstream.then(Behaviours.json(200, Behaviours.COMPLETION));

        assertThat(ask("one").status()).isEqualTo(200);

        assertThat(asked()).isEqualTo("/v1/b/chat/completions small-b");
        assertThat(gateway.usage().routeReason()).isEqualTo("policy");
    }

    private String asked() {
        var request = gateway.upstream.requests().getLast();
        JsonNode body = JsonMapper.shared().readTree(request.text());
        return request.target() + " " + body.path("model").asString();
    }

    private CollectingSink ask(String key) throws IOException {
        return send(CHAT, body("dear"), key);
    }

    private static String body(String model) {
        return JsonMapper.shared()
                .writeValueAsString(
                        Map.of(
                                "model",
                                model,
                                "messages",
                                List.of(Map.of("role", "user", "content", "hi"))));
    }

    private CollectingSink send(String path, String body, String key) throws IOException {
        var sink = new CollectingSink();
        gateway.serve(
                PlaneHarness.received("POST", path, body, "authorization", "Bearer vk-key-" + key),
                sink);
        return sink;
    }

    private void use(String... policies) {
        var url = gateway.upstream.baseUrl();
        gateway.use(
                TestSnapshots.of(
                        """
                        providers:
                          - {id: a, provider_type: openai, api_key: sk, base_url: %s/a, network: {max_retries: 0}}
                          - {id: b, provider_type: openai, api_key: sk, base_url: %s/b, network: {max_retries: 0}}
                        agents:
                          - {id: unlike, name: Unlike, allowed_provider_ids: [a]}
                        virtualKeys:
                          - {id: one, value: vk-key-one}
                          - {id: narrow, value: vk-key-narrow, allowed_models: [dear]}
                          - {id: unlike, value: vk-key-unlike, agent_id: unlike}
                        llmRoutes:
                          - {id: direct, protocol: openai, match_policy: {path_prefix: /direct}, target_policy: {provider_id: a}}
                          - id: route
                            protocol: openai
                            match_policy: {path_prefix: /route}
                            expose_metadata: true
                            target_policy:
                              type: logical-model
                              model_targets:
                                - {name: dear, candidates: [{provider_id: a, upstream_model: dear-a}]}
                                - {name: small, strategy: priority, candidates: [{provider_id: b, upstream_model: small-b}, {provider_id: a, upstream_model: small-a}]}
                        policies:
                          - %s
                        """
                                .formatted(url, url, String.join("\n  - ", policies))));
    }
}
