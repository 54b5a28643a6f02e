package io.agw.server.plane.llm;

import static org.assertj.core.api.Assertions.assertThat;

import io.agw.server.admission.budget.Budgets;
import io.agw.server.snapshot.Snapshot;
import io.agw.server.upstream.Behaviours;
import io.agw.server.upstream.FakeUpstream;
import io.agw.server.upstream.TestSnapshots;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Turns that fall under budgets. A token of a prompt costs a cent, one of an answer two.
@Timeout(60)
final class BudgetedTurnsTest {
    private static final String CHAT = "/v1/chat/completions";

    /// 5 tokens by the estimate, as many as its 73 bytes at most.
    private static final String ASK =
            "{\"model\":\"m\",\"max_tokens\":10,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";

    private PlaneHarness gateway;
    private Snapshot snapshot;

    @BeforeEach
    void start() throws IOException {
        gateway = new PlaneHarness();
        snapshot = budgeted("limits: {day: '100'}", "openai", "openai");
    }

    @AfterEach
    void stop() throws IOException {
        gateway.close();
    }

    @Test
    void aTurnIsChargedWhatItCost() throws IOException {
        use("limits: {day: '100'}", "openai");
        answers(3, 4);

        assertThat(ask(ASK).status()).isEqualTo(200);

        assertThat(spent()).isEqualTo(110_000_000);
        assertThat(held()).isZero();
    }

    @Test
    void whatItMayCostHasToFit() throws IOException {
        use("limits: {day: '0.92'}", "openai");
        answers(3, 4);

        var refused = ask(ASK);

        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.headers()).containsEntry("x-should-retry", "false");
        assertThat(refused.headers()).containsKey("retry-after");
        assertThat(refused.text())
                .contains(
                        "\"code\":\"budget_exceeded\"",
                        "\"budget\":\"b\"",
                        "\"window\":\"day\"",
                        "\"limit_usd\":\"0.92\"",
                        "\"spent_usd\":\"0\"",
                        "\"resets_at\":\"20",
                        "budget \\\"b\\\" for virtual_key:one has no room for it: 0 of 0.92 dollars (day)");
        assertThat(gateway.upstream.requests()).isEmpty();
        assertThat(gateway.usage().outcome()).isEqualTo("refused");
        assertThat(held()).isZero();
        assertThat(gateway.meters())
                .contains("agw_budget_refusals_total{budget=\"b\",window=\"day\"} 1.0");

        use("limits: {day: '0.93'}", "openai");
        assertThat(ask(ASK).status()).as("a limit that is raised").isEqualTo(200);
    }

    @Test
    void aKeyThatHasNothingLeftIsPaused() throws IOException {
        use("limits: {total: '1'}", "openai");
        answers(10, 45);
        assertThat(ask(ASK).status()).as("more than it was allowed to answer").isEqualTo(200);

        var refused = ask(ASK);
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.text())
                .contains("\"code\":\"virtual_key_paused\"", "is spent: 1 of 1 dollars (total)");
        assertThat(refused.headers()).doesNotContainKey("retry-after");
        assertThat(send("GET", "/v1/models", "").status()).as("nothing goes on").isEqualTo(403);

        use("limits: {total: '1'}, on_exceed: [deny]", "openai");
        assertThat(ask(ASK).status()).isEqualTo(429);
        gateway.upstream.then(Behaviours.json(200, "{\"object\":\"list\",\"data\":[]}"));
        assertThat(send("GET", "/v1/models", "").status()).as("costs nothing").isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource(
            textBlock =
                    """
                    openai | openai | /v1/chat/completions | "max_completion_tokens":7
                    openai | mistral | /v1/chat/completions | "max_tokens":7
                    openai | openai | /v1/responses | "max_output_tokens":7
                    openai | anthropic | /v1/chat/completions | "max_tokens":7
                    openai | gemini | /v1/chat/completions | "maxOutputTokens":7
                    gemini | gemini | /v1beta/models/m:generateContent | "maxOutputTokens":7
                    gemini | openai | /v1beta/models/m:generateContent | "max_completion_tokens":7
                    """,
            delimiter = '|')
    void whoSetsNoLimitIsGivenOne(String protocol, String type, String path, String said)
            throws IOException {
        use("limits: {day: '100'}, reserve_max_output_tokens: 7", type, protocol);
        var hi = "{\"role\":\"user\",\"content\":\"hi\"}";
        var body =
                switch (path) {
                    case CHAT -> "{\"model\":\"m\",\"messages\":[" + hi + "]}";
                    case "/v1/responses" -> "{\"model\":\"m\",\"input\":\"hi\"}";
                    default ->
                            "{\"generationConfig\":{\"temperature\":0},\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\"hi\"}]}]}";
                };
        gateway.upstream.then(Behaviours.json(500, "{}"));

        send("POST", path, body);

        assertThat(gateway.upstream.requests().getLast().text()).contains(said);
    }

    @ParameterizedTest
    @ValueSource(strings = {"max_tokens", "max_completion_tokens"})
    void whoSetsALimitKeepsIt(String member) throws IOException {
        use("limits: {day: '100'}, reserve_max_output_tokens: 7", "openai");
        var body = ASK.replace("max_tokens", member);
        answers(1, 1);

        assertThat(ask(body).status()).isEqualTo(200);

        assertThat(gateway.upstream.requests().getLast().text()).isEqualTo(body);
    }

    @Test
    void modelsOfUnknownPriceAreRefusedUnlessTheBudgetSaysOtherwise() throws IOException {
        use("limits: {day: '100'}", "openai");
        var unknown = ASK.replace("\"m\"", "\"unheard-of\"");
        answers(3, 4);

        var refused = ask(unknown);
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.text()).contains("\"code\":\"model_unpriced\"", "unheard-of");
        assertThat(gateway.upstream.requests()).isEmpty();

        use("limits: {day: '100'}, unpriced_model: allow_zero", "openai");
        assertThat(ask(unknown).status()).isEqualTo(200);
        assertThat(spent()).isZero();

        use("token_limits: {day: 100}, limits: {}", "openai");
        assertThat(ask(unknown).status()).as("7 used before, 92 wanted").isEqualTo(200);
        assertThat(ask(unknown).status()).as("14 used, 92 wanted").isEqualTo(429);
    }

    @Test
    void aTurnThatFailsCostsNothing() throws IOException {
        use("limits: {day: '100'}, turn_limits: {day: 5}", "openai");
        gateway.upstream.then(Behaviours.json(500, "{}"));

        assertThat(ask(ASK).status()).isEqualTo(502);

        assertThat(spent()).isZero();
        assertThat(held()).isZero();
    }

    @Test
    void streamsAreChargedByWhatTheyUsed() throws IOException {
        use("limits: {day: '100'}", "openai");
        gateway.upstream.then(
                Behaviours.events(
                        "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"hi\"}}]}\n\n",
                        "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":2,\"completion_tokens\":3,\"total_tokens\":5}}\n\n",
                        "data: [DONE]\n\n"));

        var sink = ask(ASK.replace("{\"model\"", "{\"stream\":true,\"model\""));

        assertThat(sink.status()).isEqualTo(200);
        assertThat(spent()).isEqualTo(80_000_000);
    }

    @Test
    void whatIsUnderWayIsNobodyElses() throws Exception {
        use("limits: {day: '1.85'}", "openai");
        var held = new CountDownLatch(1);
        var asked = new CountDownLatch(1);
        FakeUpstream.Behaviour slow =
                (request, wire) -> {
                    asked.countDown();
                    try {
                        held.await();
                    } catch (InterruptedException e) {
                        throw new IOException(e);
                    }
                    answer(3, 4).serve(request, wire);
                };
        gateway.upstream.then(slow);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var first = threads.submit(() -> ask(ASK));
            try {
                assertThat(asked.await(20, TimeUnit.SECONDS)).isTrue();
                assertThat(held()).isEqualTo(930_000_000);
                assertThat(ask(ASK).status()).isEqualTo(429);
            } finally {
                held.countDown();
            }
            assertThat(first.get().status()).isEqualTo(200);
        }
        assertThat(held()).isZero();
        assertThat(spent()).isEqualTo(110_000_000);
        assertThat(ask(ASK).status()).isEqualTo(200);
    }

    /// Nobody knows what became of the first call; the second one needs room besides.
    @Test
    void aCallThatWasLostCountsBesideTheOneThatTookItsPlace() throws IOException {
        useFallback("limits: {day: '1.86'}");
        gateway.upstream.then(Behaviours.reset(), answer(3, 4));

        assertThat(ask(ASK).status()).isEqualTo(200);

        assertThat(spent()).isEqualTo(930_000_000 + 110_000_000);
        assertThat(held()).isZero();
        assertThat(gateway.upstream.requests()).hasSize(2);
    }

    @Test
    void whereThereIsNoRoomForASecondCallNoneIsMade() throws IOException {
        useFallback("limits: {day: '1.85'}");
        gateway.upstream.then(Behaviours.reset(), answer(3, 4));

        assertThat(ask(ASK).status()).isNotEqualTo(200);

        assertThat(gateway.upstream.requests()).hasSize(1);
        assertThat(held()).isZero();
        assertThat(spent()).isEqualTo(930_000_000);
    }

    private long spent() {
        return view().used();
    }

    private long held() {
        return view().held();
    }

    private Budgets.CapView view() {
        var rule = snapshot.admission().budget("b").orElseThrow();
        return gateway.budgets.views(rule, 1).getFirst().caps().getFirst();
    }

    private void answers(int prompt, int answer) {
        gateway.upstream.then(answer(prompt, answer));
    }

    private static FakeUpstream.Behaviour answer(int prompt, int answer) {
        return Behaviours.json(
                200,
                "{\"id\":\"c\",\"object\":\"chat.completion\",\"choices\":[],\"usage\":{\"prompt_tokens\":%d,\"completion_tokens\":%d,\"total_tokens\":%d}}"
                        .formatted(prompt, answer, prompt + answer));
    }

    private CollectingSink ask(String body) throws IOException {
        return send("POST", CHAT, body);
    }

    private CollectingSink send(String method, String path, String body) throws IOException {
        var sink = new CollectingSink();
        gateway.serve(
                PlaneHarness.received(method, path, body, "authorization", "Bearer vk-key-one"),
                sink);
        return sink;
    }

    private void use(String budget, String type) {
        use(budget, type, "openai");
    }

    private void use(String budget, String type, String protocol) {
        snapshot = budgeted(budget, type, protocol);
        gateway.use(snapshot);
    }

    private Snapshot budgeted(String budget, String type, String protocol) {
        return TestSnapshots.of(
                """
                providers:
                  - {id: fake, provider_type: %s, api_key: sk, base_url: %s, network: {max_retries: 0}}
                modelPricing:
                  - {id: m, match: {model: m}, input_per_1m_usd: '10000', output_per_1m_usd: '20000'}
                budgets:
                  - {id: b, subject: {type: virtual_key, id: one}, %s}
                virtualKeys:
                  - {id: one, value: vk-key-one}
                llmRoutes:
                  - {id: route, protocol: %s, target_policy: {provider_id: fake}}
                """
                        .formatted(type, gateway.upstream.baseUrl(), budget, protocol));
    }

    private void useFallback(String budget) {
        snapshot =
                TestSnapshots.of(
                        """
                        providers:
                          - {id: one, provider_type: openai, api_key: sk, base_url: %1$s, network: {max_retries: 0}}
                          - {id: two, provider_type: openai, api_key: sk, base_url: %1$s, network: {max_retries: 0}}
                        modelPricing:
                          - {id: m, match: {model: m}, input_per_1m_usd: '10000', output_per_1m_usd: '20000'}
                        budgets:
                          - {id: b, subject: {type: virtual_key, id: one}, %2$s}
                        virtualKeys:
                          - {id: one, value: vk-key-one}
                        llmRoutes:
                          - id: route
                            protocol: openai
                            target_policy:
                              type: logical-model
                              model_selector_strategy: priority
                              fallback: {enabled: true, max_num: 1}
                              model_targets:
                                - name: m
                                  candidates:
                                    - {provider_id: one, upstream_model: m, priority: 2}
                                    - {provider_id: two, upstream_model: m, priority: 1}
                        """
                                .formatted(gateway.upstream.baseUrl(), budget));
        gateway.use(snapshot);
    }
}
