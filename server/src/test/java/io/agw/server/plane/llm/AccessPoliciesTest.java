package io.agw.server.plane.llm;

import static org.assertj.core.api.Assertions.assertThat;

import io.agw.server.upstream.Behaviours;
import io.agw.server.upstream.TestSnapshots;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What policies keep callers from, whoever they are.
@Timeout(30)
final class AccessPoliciesTest {
    private PlaneHarness gateway;

    @BeforeEach
    void start() throws IOException {
        gateway = new PlaneHarness(Behaviours.openAi());
        gateway.use(
                TestSnapshots.of(
                        """
                        providers:
                          - {id: fake, provider_type: openai, api_key: sk, base_url: %s}
                        teams:
                          - {id: lab, org: acme}
                          - {id: web, org: acme}
                        agents:
                          - {id: writer, name: Writer}
                          - {id: web-a, name: Reader, tags: [eu]}
                          - {id: unattributed, name: Whoever}
                        virtualKeys:
                          - {id: lab, value: vk-of-the-lab, team: lab, allowed_agents: [writer, web-a]}
                          - {id: site, value: vk-of-the-site, team: web, asserts_user: true, user: site}
                          - {id: narrow, value: vk-narrow-key, team: lab, allowed_models: [big]}
                          - {id: free, value: vk-free-key}
                          - {id: bound, value: vk-bound-key, agent_id: writer}
                        llmRoutes:
                          - {id: chat, protocol: openai, target_policy: {provider_id: fake}}
                          - {id: admin-chat, protocol: openai, match_policy: {path_prefix: /admin},
                             target_policy: {provider_id: fake}}
                          - {id: anyone, protocol: openai, match_policy: {path_prefix: /anyone},
                             auth_policy: {require_virtual_key: false}, target_policy: {provider_id: fake}}
                        accessPolicies:
                          - {id: labs, subjects: {team_ids: [lab]}, allow: {models: [small, claude-*]}}
                          - {id: more, subjects: {virtual_key_ids: [lab]}, allow: {models: [gpt-*]}}
                          - {id: all, subjects: {orgs: [acme]},
                             deny: {models: [gpt-5-Pro*], route_ids: [admin-*]}}
                          - {id: eu, subjects: {tags: [eu]}, deny: {models: [small]}}
                          - {id: no-writers, subjects: {virtual_key_ids: [lab]}, deny: {agents: [writer]}}
                          - {id: guest, subjects: {users: [mallory]}, deny: {route_ids: [chat]}}
                          - {id: nobody, subjects: {agent_ids: [unattributed]}, deny: {models: [secret]}}
                          - {id: off, disabled: true, subjects: {orgs: ['*']}, deny: {models: ['*']}}
                        """
                                .formatted(gateway.upstream.baseUrl())));
    }

    @AfterEach
    void stop() throws IOException {
        gateway.close();
    }

    @ParameterizedTest
    @CsvSource({
        "'', vk-of-the-lab, , small",
        "'', vk-of-the-lab, , claude-opus-5",
        "'', vk-of-the-lab, , gpt-5",
        "'', vk-of-the-lab, web-a, gpt-5",
        "'', vk-of-the-site, , whatever",
        "'', vk-free-key, , gpt-5-pro",
        "/admin, vk-free-key, , small",
        "/anyone, , , small",
    })
    void whatOneOfThemAllowsIsServed(
            String prefix, @Nullable String key, @Nullable String agent, String model)
            throws IOException {
        assertThat(ask(prefix, key, agent, model).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource(
            textBlock =
                    """
                    '' | vk-of-the-lab |  | big | model_not_allowed | access policy "labs", "more" does not allow model "big"
                    '' | vk-of-the-lab |  | gpt-5-pro | model_not_allowed | access policy "all" denies model "gpt-5-pro"
                    '' | vk-of-the-lab |  | GPT-5-PRO-x | model_not_allowed | access policy "all" denies model "GPT-5-PRO-x"
                    '' | vk-of-the-lab | web-a | small | model_not_allowed | access policy "eu" denies model "small"
                    '' | vk-of-the-lab | writer | small | agent_not_allowed | access policy "no-writers" denies agent "writer"
                    '' | vk-of-the-site |  | gpt-5-pro-1 | model_not_allowed | access policy "all" denies
                    /admin | vk-of-the-site |  | m | route_not_allowed | access policy "all" denies route "admin-chat"
                    '' | vk-narrow-key |  | small | model_not_allowed | virtual key may not ask for model "small"
                    '' | vk-narrow-key |  | big | model_not_allowed | access policy "labs" does not allow model "big"
                    /anyone |  |  | secret | model_not_allowed | access policy "nobody" denies model "secret"
                    """,
            delimiter = '|')
    void anythingElseIsRefusedBeforeAnybodyIsAsked(
            String prefix,
            @Nullable String key,
            @Nullable String agent,
            String model,
            String code,
            String message)
            throws IOException {
        var reply = ask(prefix, key, agent, model);

        assertThat(reply.status()).isEqualTo(403);
        assertThat(reply.json().at("/error/code").asString("")).isEqualTo(code);
        assertThat(reply.json().at("/error/message").asString("")).contains(message);
        assertThat(gateway.usage().errorCode()).isEqualTo(code);
        assertThat(gateway.upstream.requests()).isEmpty();
    }

    @Test
    void aUserIsKnownByTheHeaderOrTheBody() throws IOException {
        var inBody =
                send("/v1/chat/completions", "vk-of-the-site", body("m", ",\"user\":\"mallory\""));

        assertThat(inBody.json().at("/error/message").asString(""))
                .isEqualTo("access policy \"guest\" denies route \"chat\"");
        var request = PlaneHarness.received("POST", "/v1/chat/completions", body("m", ""));
        var headers = new HashMap<>(request.headers());
        headers.put("authorization", List.of("Bearer vk-of-the-site"));
        headers.put("x-user-id", List.of("mallory"));
        var sink = new CollectingSink();
        gateway.serve(request.with(headers, request.body()), sink);
        assertThat(sink.status()).isEqualTo(403);
        assertThat(gateway.upstream.requests()).isEmpty();
    }

    @Test
    void whatNamesNoModelNeedsAllOfThem() throws IOException {
        assertThat(send("/v1/batches", "vk-of-the-lab", "{\"input_file_id\":\"f\"}").status())
                .isEqualTo(403);
        assertThat(gateway.upstream.requests()).isEmpty();

        send("/v1/batches", "vk-bound-key", "{\"input_file_id\":\"f\"}");
        assertThat(gateway.upstream.requests()).hasSize(1);
    }

    private CollectingSink ask(
            String prefix, @Nullable String key, @Nullable String agent, String model)
            throws IOException {
        var request =
                PlaneHarness.received("POST", prefix + "/v1/chat/completions", body(model, ""));
        var headers = new HashMap<>(request.headers());
        if (key != null) {
            headers.put("authorization", List.of("Bearer " + key));
        }
        if (agent != null) {
            headers.put("x-agent-id", List.of(agent));
        }
        var sink = new CollectingSink();
        gateway.serve(request.with(headers, request.body()), sink);
        return sink;
    }

    private CollectingSink send(String path, String key, String body) throws IOException {
        var request = PlaneHarness.received("POST", path, body);
        var headers = new HashMap<>(request.headers());
        headers.put("authorization", List.of("Bearer " + key));
        var sink = new CollectingSink();
        gateway.serve(request.with(headers, request.body()), sink);
        return sink;
    }

    private static String body(String model, String more) {
        return "{\"model\":\"%s\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]%s}"
                .formatted(model, more);
    }
}
