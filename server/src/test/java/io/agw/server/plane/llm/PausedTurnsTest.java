package io.agw.server.plane.llm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.agw.server.admission.holder.Holder;
import io.agw.server.admission.holder.HolderType;
import io.agw.server.admission.pause.Pauses.Told;
import io.agw.server.upstream.Behaviours;
import io.agw.server.upstream.TestSnapshots;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Turns of keys and agents that may do nothing.
@Timeout(60)
final class PausedTurnsTest {
    private static final String CHAT = "/v1/chat/completions";
    private static final String ASK =
            "{\"model\":\"m\",\"max_tokens\":10,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";
    private static final Holder AGENT = new Holder(HolderType.AGENT, "writer");
    private static final Holder KEY = new Holder(HolderType.VIRTUAL_KEY, "one");

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private PlaneHarness gateway;

    @BeforeEach
    void start() throws IOException {
        gateway = new PlaneHarness();
        use("openai", "");
    }

    @AfterEach
    void stop() throws IOException {
        gateway.close();
    }

    @ParameterizedTest
    @CsvSource({
        "openai, /v1/chat/completions",
        "openai, /v1/responses",
        "openai, /v1/embeddings",
        "anthropic, /v1/messages",
        "anthropic, /v1/messages/count_tokens",
        "gemini, /v1beta/models/m:generateContent"
    })
    void aPausedAgentIsToldSoInItsDialect(String protocol, String path) throws IOException {
        use(protocol, "");
        pause(AGENT, null);

        var refused = send("POST", path, ASK);

        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.text())
                .contains(
                        "agent_paused",
                        "\"reason\":\"it loops\"",
                        "agent \\\"writer\\\" is paused: it loops (expected: a try once it is resumed)")
                .doesNotContain("resumes_at");
        assertThat(refused.headers()).containsEntry("x-should-retry", "false");
        assertThat(refused.headers()).doesNotContainKey("retry-after");
        assertThat(gateway.upstream.requests()).isEmpty();
        assertThat(gateway.errorCode()).isEqualTo("agent_paused");
        assertThat(gateway.meters()).contains("agw_pause_refusals_total{kind=\"agent\"} 1.0");
    }

    @Test
    void whatEndsByItselfSaysWhen() throws IOException {
        var until = Instant.now().plus(Duration.ofHours(1));
        pause(KEY, until);

        var refused = send("POST", CHAT, ASK);

        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.text())
                .contains(
                        "\"code\":\"virtual_key_paused\"",
                        "\"resumes_at\":\"" + until + "\"",
                        "(expected: a try after " + until + ")");
        assertThat(Integer.parseInt(refused.headers().get("retry-after"))).isBetween(3_500, 3_600);
    }

    @Test
    void whatCostsNothingIsRefusedToo() throws IOException {
        pause(KEY, null);
        assertThat(send("GET", "/v1/models", "").status()).isEqualTo(403);

        gateway.pauses.resume(KEY, List.of(), "root");
        gateway.upstream.then(Behaviours.json(200, "{\"object\":\"list\",\"data\":[]}"));
        assertThat(send("GET", "/v1/models", "").status()).isEqualTo(200);
    }

    @Test
    void othersGoOn() throws IOException {
        pause(new Holder(HolderType.AGENT, "one"), null);
        pause(new Holder(HolderType.VIRTUAL_KEY, "writer"), null);
        gateway.upstream.then(Behaviours.openAi());

        assertThat(send("POST", CHAT, ASK).status()).isEqualTo(200);
    }

    @Test
    void aStreamUnderWayGoesOn() throws Exception {
        var gate = new CountDownLatch(1);
        gateway.upstream.then(
                Behaviours.pausedBefore(
                        gate,
                        "data: [DONE]\n\n",
                        "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"hi\"}}]}\n\n"));
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var streamed =
                    threads.submit(() ->
                            send(
                                    "POST",
                                    CHAT,
                                    ASK.replace("{\"model\"", "{\"stream\":true,\"model\"")));
            try {
                await().atMost(PATIENCE).until(() -> !gateway.upstream.requests().isEmpty());
                pause(AGENT, null);
                assertThat(send("POST", CHAT, ASK).status()).isEqualTo(403);
            } finally {
                gate.countDown();
            }
            assertThat(streamed.get(20, TimeUnit.SECONDS).text()).endsWith("data: [DONE]\n\n");
        }
    }

    @Test
    void whoIsPausedWhileItWaitsDoesNotGoOn() throws Exception {
        use(
                "openai",
                "rateLimits: [{id: l, subject: {type: agent, id: writer}, max_concurrent: 1,"
                        + " queue: {max_wait_ms: 20000, max_depth: 1}}]");
        var gate = new CountDownLatch(1);
        gateway.upstream.then(
                Behaviours.pausedBefore(
                        gate,
                        "data: [DONE]\n\n",
                        "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"hi\"}}]}\n\n"));
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var first =
                    threads.submit(() ->
                            send(
                                    "POST",
                                    CHAT,
                                    ASK.replace("{\"model\"", "{\"stream\":true,\"model\"")));
            await().atMost(PATIENCE).until(() -> !gateway.upstream.requests().isEmpty());
            var second = threads.submit(() -> send("POST", CHAT, ASK));
            try {
                await().atMost(PATIENCE).until(() -> waiting() == 1);
                pause(AGENT, null);
            } finally {
                gate.countDown();
            }
            assertThat(first.get(20, TimeUnit.SECONDS).status()).isEqualTo(200);
            assertThat(second.get(20, TimeUnit.SECONDS).text()).contains("agent_paused");
        }
        assertThat(gateway.upstream.requests()).hasSize(1);
        gateway.pauses.resume(AGENT, List.of(), "root");
        gateway.upstream.then(Behaviours.openAi());
        assertThat(send("POST", CHAT, ASK).status()).as("its place was given back").isEqualTo(200);
    }

    private int waiting() {
        var standing = gateway.rateLimits.standing("l", "agent:writer");
        return standing == null ? 0 : standing.waiting();
    }

    private void pause(Holder holder, @Nullable Instant until) {
        gateway.pauses.byHand(holder, new Told("it loops", "root"), until);
    }

    private CollectingSink send(String method, String path, String body) throws IOException {
        var sink = new CollectingSink();
        gateway.serve(
                PlaneHarness.received(method, path, body, "authorization", "Bearer vk-key-one"),
                sink);
        return sink;
    }

    private void use(String protocol, String more) {
        gateway.use(
                TestSnapshots.of(
                        """
                        providers:
                          - {id: fake, provider_type: openai, api_key: sk, base_url: %s}
                        agents:
                          - {id: writer, name: Writer}
                        virtualKeys:
                          - {id: one, value: vk-key-one, agent_id: writer}
                        llmRoutes:
                          - {id: route, protocol: %s, target_policy: {provider_id: fake}}
                        %s
                        """
                                .formatted(gateway.upstream.baseUrl(), protocol, more)));
    }
}
