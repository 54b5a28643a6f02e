package io.agw.server.plane.llm;

import static org.assertj.core.api.Assertions.assertThat;

import io.agw.server.admission.rate.Standing;
import io.agw.server.upstream.Behaviours;
import io.agw.server.upstream.FakeUpstream;
import io.agw.server.upstream.TestSnapshots;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Turns that meet rate limits.
@Timeout(60)
final class RateLimitedTurnsTest {
    private static final String CHAT = "/v1/chat/completions";
    private static final String ASK =
            "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";

    private PlaneHarness gateway;

    @BeforeEach
    void start() throws IOException {
        gateway = new PlaneHarness();
    }

    @AfterEach
    void stop() throws IOException {
        gateway.close();
    }

    @ParameterizedTest
    @CsvSource(
            textBlock =
                    """
                    {type: virtual_key, id: one} | virtual_key:one | b
                    {type: virtual_key, id: '*'} | virtual_key:one | b
                    {type: user, id: ada} | user:ada | b
                    {type: team, id: core} | team:core | c
                    {type: org, id: acme} | org:acme | c
                    {type: route, id: route} | route:route |
                    {type: global} | global |
                    """,
            delimiter = '|')
    void aLimitIsForWhomItSays(String subject, String holder, String free) throws IOException {
        gateway.upstream.then(Behaviours.openAi());
        use("- {id: few, subject: " + subject + ", requests: 2/day}");

        var first = ask("vk-key-one");
        assertThat(first.status()).isEqualTo(200);
        assertThat(first.headers())
                .containsEntry("x-ratelimit-limit-requests", "2")
                .containsEntry("x-ratelimit-remaining-requests", "1")
                .containsEntry("x-ratelimit-reset-requests", "12h0m0s");
        assertThat(ask("vk-key-one").status()).isEqualTo(200);
        var refused = ask("vk-key-one");
        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.text())
                .contains(
                        "\"code\":\"rate_limit_exceeded\"",
                        "\"type\":\"rate_limit_error\"",
                        "rate limit \\\"few\\\" for " + holder + " is used up: requests");
        assertThat(refused.headers())
                .containsEntry("retry-after", "43200")
                .containsEntry("x-ratelimit-remaining-requests", "0");
        assertThat(gateway.usage().outcome()).isEqualTo("refused");
        assertThat(gateway.errorCode()).isEqualTo("rate_limit_exceeded");
        assertThat(gateway.upstream.requests()).hasSize(2);
        if (free != null) {
            assertThat(ask("vk-key-" + free).status()).as("somebody else").isEqualTo(200);
        }
        assertThat(gateway.meters())
                .contains(
                        "agw_rate_limit_decisions_total{decision=\"requests\",limit=\"few\"} 1.0");
    }

    @Test
    void whoNamesALimitHasItForItself() throws IOException {
        gateway.upstream.then(Behaviours.openAi());
        use("- {id: named, requests: 1/day}");

        assertThat(ask("vk-key-named").status()).isEqualTo(200);
        assertThat(ask("vk-key-named").status()).isEqualTo(429);
        assertThat(ask("vk-key-one").status()).as("names none").isEqualTo(200);
        assertThat(ask("vk-key-other").status()).as("names it too").isEqualTo(200);
        assertThat(ask("vk-key-other").status()).isEqualTo(429);
    }

    @Test
    void aDisabledLimitLimitsNothing() throws IOException {
        gateway.upstream.then(Behaviours.openAi());
        use("- {id: off, disabled: true, subject: {type: global}, requests: 1/day}");

        for (int i = 0; i < 3; i++) {
            assertThat(ask("vk-key-one").status()).isEqualTo(200);
        }
    }

    @Test
    void everyRequestCountsWhateverItAsksFor() throws IOException {
        gateway.upstream.then(Behaviours.json(200, "{\"object\":\"list\",\"data\":[]}"));
        use("- {id: few, subject: {type: global}, requests: 3/day}");

        assertThat(ask("GET", "/v1/models", "", "vk-key-one").status()).isEqualTo(200);
        assertThat(ask("POST", "/v1/batches", "{\"input_file_id\":\"f\"}", "vk-key-one").status())
                .isEqualTo(200);
        assertThat(ask("POST", CHAT, "{]", "vk-key-one").status()).isEqualTo(400);
        gateway.upstream.then(Behaviours.openAi());
        assertThat(ask("vk-key-one").status()).isEqualTo(200);
        assertThat(ask("GET", "/v1/models", "", "vk-key-one").status()).isEqualTo(429);
    }

    @Test
    void tokensAreSettledByWhatTheUpstreamCounted() throws IOException {
        gateway.upstream.then(
                Behaviours.json(
                        200,
                        "{\"id\":\"c\",\"object\":\"chat.completion\",\"choices\":[],\"usage\":{\"prompt_tokens\":300,\"completion_tokens\":600,\"total_tokens\":900}}"));
        use("- {id: much, subject: {type: global}, tokens: 1000/day}");

        assertThat(ask("vk-key-one").status()).isEqualTo(200);
        assertThat(tokensLeft()).isEqualTo(100);
        var large = ASK.replace("\"messages\"", "\"max_tokens\":500,\"messages\"");
        var refused = ask("POST", CHAT, large, "vk-key-one");
        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.text()).contains("is used up: tokens");
        assertThat(refused.headers()).containsEntry("x-ratelimit-remaining-tokens", "100");
    }

    @Test
    void aFailedTurnPutsItsTokensBack() throws IOException {
        gateway.upstream.then(Behaviours.json(500, "{}"));
        use("- {id: much, subject: {type: global}, tokens: 1000/day, max_concurrent: 1}");

        assertThat(ask("vk-key-one").status()).isEqualTo(502);
        assertThat(tokensLeft()).isEqualTo(1000);
        assertThat(standing("much", "global").calls()).isZero();
    }

    @Test
    void anthropicsClientsAreToldAsAnthropicTells() throws IOException {
        gateway.upstream.then(Behaviours.json(200, "{\"data\":[]}"));
        gateway.use(
                TestSnapshots.of(
                        """
                        providers:
                          - {id: fake, provider_type: anthropic, api_key: sk, base_url: %s, network: {max_retries: 0}}
                        rateLimits:
                          - {id: few, subject: {type: route, id: '*'}, requests: 1/h}
                        llmRoutes:
                          - {id: route, protocol: anthropic, auth_policy: {require_virtual_key: false}, target_policy: {provider_id: fake}}
                        """
                                .formatted(gateway.upstream.baseUrl())));
        assertThat(gateway.request("GET", "/v1/models", "").headers())
                .containsEntry("anthropic-ratelimit-requests-limit", "1")
                .containsEntry("anthropic-ratelimit-requests-remaining", "0")
                .hasEntrySatisfying(
                        "anthropic-ratelimit-requests-reset",
                        time -> assertThat(time).matches("20..-..-..T..:..:..Z"));
        var refused = gateway.request("GET", "/v1/models", "");
        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.text()).contains("\"type\":\"rate_limit_error\"");
        assertThat(refused.headers()).containsKey("retry-after").containsKey("request-id");
    }

    @Test
    void whoWaitsIsServedWhenAnotherLeaves() throws Exception {
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
                    Behaviours.openAi().serve(request, wire);
                };
        gateway.upstream.then(slow);
        use(
                """
                - id: single
                    subject: {type: global}
                    max_concurrent: 1
                    queue: {max_wait_ms: 30000, max_depth: 1}
                """
                        .stripTrailing());
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var first = threads.submit(() -> ask("vk-key-one"));
            assertThat(asked.await(20, TimeUnit.SECONDS)).isTrue();
            var second = threads.submit(() -> ask("vk-key-one"));
            while (standing("single", "global").waiting() == 0) {
                LockSupport.parkNanos(100_000);
            }
            assertThat(ask("vk-key-one").status()).as("the queue is full").isEqualTo(429);
            held.countDown();
            assertThat(first.get().status()).isEqualTo(200);
            assertThat(second.get().status()).isEqualTo(200);
        }
        assertThat(standing("single", "global")).isEqualTo(new Standing(null, null, 0, 0, 0));
        assertThat(gateway.meters())
                .contains("agw_rate_limit_wait_seconds_count{limit=\"single\"} 1");
    }

    @Test
    void aProvidersLimitSendsTurnsToAnother() throws IOException {
        gateway.upstream.then(Behaviours.openAi());
        gateway.use(
                TestSnapshots.of(
                        """
                        providers:
                          - {id: small, provider_type: openai, api_key: sk, base_url: %1$s, network: {max_retries: 0}}
                          - {id: large, provider_type: openai, api_key: sk, base_url: %1$s, network: {max_retries: 0}}
                        rateLimits:
                          - {id: few, subject: {type: provider, id: small}, requests: 1/day, max_concurrent: 1}
                          - {id: some, subject: {type: provider, id: large}, requests: 2/day}
                        llmRoutes:
                          - id: route
                            protocol: openai
                            auth_policy: {require_virtual_key: false}
                            target_policy:
                              default_model: m
                              fallback: {enabled: true, max_num: 1}
                              model_selector_strategy: priority
                              model_targets:
                                - name: m
                                  candidates:
                                    - {provider_id: small, upstream_model: m, priority: 2}
                                    - {provider_id: large, upstream_model: m, priority: 1}
                        """
                                .formatted(gateway.upstream.baseUrl())));
        var used = new ArrayList<String>();
        for (int i = 0; i < 3; i++) {
            assertThat(gateway.chat(ASK).status()).isEqualTo(200);
            used.add(gateway.usage().providerId());
            assertThat(gateway.usage().attempts()).as("calls").isEqualTo(1);
        }
        assertThat(used).containsExactly("small", "large", "large");
        var refused = gateway.chat(ASK);
        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.text())
                .contains("rate limit \\\"some\\\" for provider:large is used up");
        assertThat(refused.headers()).containsEntry("retry-after", "43200");
        assertThat(gateway.usage().outcome()).isEqualTo("refused");
        assertThat(standing("few", "provider:small").calls()).isZero();
    }

    private long tokensLeft() {
        return Objects.requireNonNull(standing("much", "global").tokens()).remaining();
    }

    private Standing standing(String limit, String holder) {
        return Objects.requireNonNull(gateway.rateLimits.standing(limit, holder));
    }

    @Test
    void tokensOfWhatIsPassedOnCountForTheProviderToo() throws IOException {
        use("- {id: p, subject: {type: provider, id: fake}, tokens: 1000/day}");
        gateway.upstream.then(
                Behaviours.events(
                        "data: {\"choices\":[{\"index\":0,\"text\":\"hi\"}]}\n\n",
                        "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":200,\"completion_tokens\":300,\"total_tokens\":500}}\n\n",
                        "data: [DONE]\n\n"));
        var body = "{\"model\":\"m\",\"prompt\":\"hi\",\"stream\":true,\"max_tokens\":10}";

        assertThat(ask("POST", "/v1/completions", body, "vk-key-one").status()).isEqualTo(200);

        var tokens = Objects.requireNonNull(standing("p", "provider:fake").tokens());
        assertThat(tokens.remaining()).isBetween(500L, 501L);
    }

    private CollectingSink ask(String key) throws IOException {
        return ask("POST", CHAT, ASK, key);
    }

    private CollectingSink ask(String method, String path, String body, String key)
            throws IOException {
        var sink = new CollectingSink();
        gateway.serve(
                PlaneHarness.received(method, path, body, "authorization", "Bearer " + key), sink);
        return sink;
    }

    private void use(String limits) {
        gateway.use(
                TestSnapshots.of(
                        """
                        providers:
                          - {id: fake, provider_type: openai, api_key: sk, base_url: %s, network: {max_retries: 0}}
                        teams:
                          - {id: core, org: acme}
                          - {id: side, org: other}
                        rateLimits:
                          %s
                        virtualKeys:
                          - {id: one, value: vk-key-one, team: core, user: ada}
                          - {id: b, value: vk-key-b, team: core, user: bob}
                          - {id: c, value: vk-key-c, team: side, user: cy}
                        %s
                        llmRoutes:
                          - {id: route, protocol: openai, target_policy: {provider_id: fake}}
                        """
                                .formatted(
                                        gateway.upstream.baseUrl(),
                                        limits,
                                        limits.contains("id: named")
                                                ? """
                                                  - {id: named, value: vk-key-named, rate_limit_ids: [named]}
                                                  - {id: other, value: vk-key-other, rate_limit_ids: [named]}
                                                """
                                                        .indent(0)
                                                : "")));
    }
}
