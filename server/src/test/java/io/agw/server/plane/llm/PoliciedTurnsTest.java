package io.agw.server.plane.llm;

import static org.assertj.core.api.Assertions.assertThat;

import io.agw.server.admission.holder.Holder;
import io.agw.server.admission.holder.HolderType;
import io.agw.server.upstream.Behaviours;
import io.agw.server.upstream.FakeUpstream;
import io.agw.server.upstream.TestSnapshots;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Turns that policies look at. A token of a prompt costs a cent, one of an answer two.
@Timeout(60)
final class PoliciedTurnsTest {
    private static final String CHAT = "/v1/chat/completions";
    private static final String ASK =
            "{\"model\":\"m\",\"max_tokens\":10,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";
    private static final Holder AGENT = new Holder(HolderType.AGENT, "writer");

    private PlaneHarness gateway;

    @BeforeEach
    void start() throws IOException {
        gateway = new PlaneHarness();
        answers(10, 45);
    }

    @AfterEach
    void stop() throws IOException {
        gateway.close();
    }

    @ParameterizedTest
    @CsvSource(
            textBlock =
                    """
                    model == 'm' | 403
                    model == 'other' | 200
                    input_tokens_est > 2 && input_tokens_est < 50 | 403
                    provider == 'fake' && breaker_state == 'closed' | 403
                    breaker_state == 'open' | 200
                    route_id == 'route' && agent_id == 'writer' && virtual_key_id == 'one' | 403
                    'prod' in tags && 'night' in tags | 403
                    team == 'red' && org == 'acme' && user == 'ada' | 403
                    hour_of_day >= 0 && hour_of_day < 24 | 403
                    status == 'idle' && call_count == 0 && total_cost == 0 | 403
                    status == 'active' | 200
                    budget_used_ratio > 0 | 200
                    """,
            delimiter = '|',
            quoteCharacter = '`')
    void whatIsKnownOfARequestCounts(String condition, int status) throws IOException {
        use("{id: p, condition: \"" + condition + "\", action: deny}");

        assertThat(ask().status()).isEqualTo(status);
    }

    @Test
    void whatIsDeniedIsToldByWhichPolicy() throws IOException {
        use(
                "{id: p, condition: model == 'm', action: deny, params: {status: 451, message: not here}}");

        var refused = ask();

        assertThat(refused.status()).isEqualTo(451);
        assertThat(refused.text())
                .contains(
                        "\"code\":\"policy_denied\"",
                        "\"policy\":\"p\"",
                        "policy \\\"p\\\" refuses it: not here");
        assertThat(refused.headers()).containsEntry("x-should-retry", "false");
        assertThat(gateway.upstream.requests()).isEmpty();
        assertThat(gateway.usage().decisions().policies()).containsExactly("p");
        gateway.upstream.then(Behaviours.json(200, "{\"object\":\"list\",\"data\":[]}"));
        assertThat(send("GET", "/v1/models", "").status()).as("costs nothing").isEqualTo(200);
    }

    @Test
    void whoSpendsTooMuchIsPausedOnceTheTurnIsOver() throws IOException {
        use(
                "{id: p, condition: cost_this_hour >= 1, action: pause,"
                        + " params: {duration: 15m, message: too dear}}");
        assertThat(ask().status()).isEqualTo(200);
        assertThat(gateway.usage().decisions().policies()).containsExactly("p");

        var refused = ask();

        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.text())
                .contains("\"code\":\"agent_paused\"", "\"reason\":\"too dear\"", "resumes_at");
        assertThat(gateway.upstream.requests()).hasSize(1);
        assertThat(gateway.pauses.list().getFirst().origin()).isEqualTo("policy:p");
        assertThat(gateway.matches).hasSize(1);

        gateway.pauses.resume(AGENT, List.of(), "root");
        assertThat(ask().status()).as("an operator's word counts").isEqualTo(200);
        assertThat(ask().status()).isEqualTo(200);
    }

    @Test
    void whatWouldBeDoneIsNotDone() throws IOException {
        use(
                "{id: d, condition: model == 'm', action: deny, mode: dry_run}",
                "{id: p, condition: call_count > 0, action: pause, mode: dry_run}",
                "{id: t, condition: call_count > 0, action: throttle, params: {rate: 1/day}, mode: dry_run}");

        for (int i = 0; i < 3; i++) {
            assertThat(ask().status()).isEqualTo(200);
        }

        assertThat(gateway.pauses.list()).isEmpty();
        assertThat(gateway.matches)
                .extracting(match -> match.rule().id())
                .as("each once in a while")
                .containsExactlyInAnyOrder("d", "p", "t");
    }

    @Test
    void sharesNeedSomeCalls() throws IOException {
        use("{id: p, condition: error_rate > 0.5, action: deny, min_samples: 3}");
        gateway.upstream.then(Behaviours.json(500, "{}"));

        for (int i = 0; i < 3; i++) {
            assertThat(ask().status()).isEqualTo(502);
        }

        assertThat(ask().status()).isEqualTo(403);
    }

    @Test
    void onlyWhatUpstreamsFailIsAnError() throws IOException {
        use(
                "{id: p, condition: error_count > 0, action: alert}",
                "{id: q, condition: model == 'no', action: deny}");
        gateway.upstream.then(Behaviours.json(400, "{\"error\":{\"message\":\"bad\"}}"));
        assertThat(ask().status()).isEqualTo(400);
        assertThat(send("POST", CHAT, ASK.replace("\"m\"", "\"no\"")).status()).isEqualTo(403);
        assertThat(gateway.matches).noneMatch(match -> match.rule().id().equals("p"));

        gateway.upstream.then(Behaviours.json(503, "{}"));
        assertThat(ask().status()).isGreaterThanOrEqualTo(500);
        assertThat(gateway.matches).anyMatch(match -> match.rule().id().equals("p"));
    }

    @Test
    void aThrottleIsATighterLimit() throws IOException {
        use("{id: p, condition: call_count >= 1, action: throttle, params: {rate: 1/day}}");
        assertThat(ask().status()).isEqualTo(200);
        assertThat(ask().status()).as("the one of the day").isEqualTo(200);

        var refused = ask();

        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.text())
                .contains("rate_limit_exceeded", "rate limit \\\"policy/p\\\" for agent:writer");
        assertThat(refused.headers()).containsKey("retry-after");
        assertThat(gateway.matches).as("it began once").hasSize(1);
        use("{id: q, condition: call_count >= 1, action: alert}");
        assertThat(ask().status()).as("it went with its policy").isEqualTo(200);
    }

    @Test
    void aThrottleMayAlsoSlowDown() throws IOException {
        use("{id: p, condition: model == 'm', action: throttle, params: {delay: 120ms}}");
        long before = System.nanoTime();

        assertThat(ask().status()).isEqualTo(200);

        assertThat(System.nanoTime() - before).isGreaterThanOrEqualTo(120_000_000);
    }

    @Test
    void theSameIsNotToldAgainAtOnce() throws IOException {
        use("{id: p, condition: call_count >= 1, action: alert, params: {cooldown: 1h}}");

        for (int i = 0; i < 4; i++) {
            assertThat(ask().status()).isEqualTo(200);
        }

        assertThat(gateway.matches).hasSize(1);
        assertThat(gateway.matches.getFirst().holder()).isEqualTo(AGENT);
    }

    @Test
    void allThatHoldIsDoneAndTheStrictestIsTold() throws IOException {
        use(
                "{id: a, condition: model == 'm', action: pause}",
                "{id: b, condition: model == 'm', action: deny}",
                "{id: c, condition: model == 'm', action: alert}");

        assertThat(ask().text()).contains("policy_denied");
        assertThat(ask().text()).contains("agent_paused");
        assertThat(gateway.matches)
                .extracting(match -> match.rule().id())
                .containsExactlyInAnyOrder("a", "b", "c");
    }

    @ParameterizedTest
    @CsvSource(
            textBlock =
                    """
                    agent_ids: ['wri*'] | 403
                    agent_ids: [other] | 200
                    virtual_key_ids: [one] | 403
                    tags: [night, day] | 403
                    tags: [day] | 200
                    route_ids: [route], tags: [prod] | 403
                    route_ids: [route], tags: [day] | 200
                    """,
            delimiter = '|',
            quoteCharacter = '`')
    void onlyRequestsThatAreMeantAreLookedAt(String match, int status) throws IOException {
        use("{id: p, match: {" + match + "}, condition: model == 'm', action: deny}");

        assertThat(ask().status()).isEqualTo(status);
    }

    @Test
    void keysHaveFiguresOfTheirOwn() throws IOException {
        use("{id: p, per: virtual_key, condition: call_count >= 1, action: pause}");
        assertThat(ask().status()).isEqualTo(200);

        assertThat(ask().text()).contains("virtual_key_paused");
        assertThat(ask("vk-key-two").status()).isEqualTo(200);
    }

    private void answers(int prompt, int answer) {
        FakeUpstream.Behaviour behaviour =
                Behaviours.json(
                        200,
                        "{\"id\":\"c\",\"object\":\"chat.completion\",\"choices\":[],\"usage\":{\"prompt_tokens\":%d,\"completion_tokens\":%d,\"total_tokens\":%d}}"
                                .formatted(prompt, answer, prompt + answer));
        gateway.upstream.then(behaviour);
    }

    private CollectingSink ask() throws IOException {
        return ask("vk-key-one");
    }

    private CollectingSink ask(String key) throws IOException {
        return send("POST", CHAT, ASK, key);
    }

    private CollectingSink send(String method, String path, String body) throws IOException {
        return send(method, path, body, "vk-key-one");
    }

    private CollectingSink send(String method, String path, String body, String key)
            throws IOException {
        var sink = new CollectingSink();
        gateway.serve(
                PlaneHarness.received(method, path, body, "authorization", "Bearer " + key), sink);
        return sink;
    }

    private void use(String... policies) {
        gateway.use(
                TestSnapshots.of(
                        """
                        providers:
                          - {id: fake, provider_type: openai, api_key: sk, base_url: %s, network: {max_retries: 0}}
                        modelPricing:
                          - {id: m, match: {model: m}, input_per_1m_usd: '10000', output_per_1m_usd: '20000'}
                        teams: [{id: red, org: acme}]
                        agents:
                          - {id: writer, name: Writer, tags: [prod]}
                        virtualKeys:
                          - {id: one, value: vk-key-one, agent_id: writer, team: red, user: ada, tags: [night]}
                          - {id: two, value: vk-key-two, agent_id: writer}
                        llmRoutes:
                          - {id: route, protocol: openai, target_policy: {provider_id: fake}}
                        policies:
                          - %s
                        """
                                .formatted(
                                        gateway.upstream.baseUrl(),
                                        String.join("\n  - ", policies))));
    }
}
