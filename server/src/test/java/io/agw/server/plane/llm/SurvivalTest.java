package io.agw.server.plane.llm;

import static io.agw.server.upstream.Behaviours.chunk;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.agw.server.upstream.Behaviours;
import io.agw.server.upstream.FakeUpstream.Behaviour;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// One provider stands in for another that fails, unseen by the client, as far as the route allows.
@Timeout(60)
final class SurvivalTest extends StandInTest {
    private static final String PLAIN = "{\"model\":\"m\",\"messages\":[]}";
    private static final String STREAMED = "{\"model\":\"m\",\"messages\":[],\"stream\":true}";
    private static final String ROLE =
            "data: {\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\"\"}}]}\n\n";

    SurvivalTest() {
        super(Behaviours.openAi());
    }

    @Test
    void chainLeadsToAnotherProviderAfterAStatusThatItNames() throws IOException {
        useRoute(
                "protocol: openai",
                "enabled: true, chain: [{provider_id: b, upstream_model: n, on: {status: [503]}}]");
        gateway.upstream.then(Behaviours.json(503, "{}"), Behaviours.json(500, "{}"));

        var reply = gateway.chat(PLAIN);
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.headers()).containsEntry("x-agw-attempts", "2");
        assertThat(gateway.usage().providerId()).isEqualTo("b");

        assertThat(gateway.chat(PLAIN).status()).isEqualTo(502);
        assertThat(second.requests()).hasSize(1);
    }

    @Test
    void chainFollowsAnOperationThatAProviderLacks() throws IOException {
        useRoute(
                "protocol: openai",
                "enabled: true, chain: [{provider_id: b, upstream_model: n, on: {status: [501]}}]");
        gateway.upstream.then(Behaviours.json(501, "{}"));

        assertThat(gateway.chat(PLAIN).headers()).containsEntry("x-agw-attempts", "2");
        assertThat(second.requests()).hasSize(1);
    }

    @Test
    void chainTakesAnErrorWithinAnAnswerForTheStatusThatItStandsFor() throws IOException {
        useRoute(
                "protocol: openai",
                "enabled: true, chain: [{provider_id: b, upstream_model: n, on: {status: [429]}}]");
        var limit = "{\"error\":{\"code\":429,\"message\":\"slow down\"}}";
        gateway.upstream.then(
                Behaviours.json(200, limit), Behaviours.events("data: " + limit + "\n\n"));

        assertThat(gateway.chat(PLAIN).headers()).containsEntry("x-agw-attempts", "2");
        assertThat(gateway.chat(STREAMED).text()).contains("Hel").endsWith("data: [DONE]\n\n");
        assertThat(gateway.usage().providerId()).isEqualTo("b");
    }

    @Test
    void chainWaitsNoLongerForTheFirstTokenThanItSays() throws IOException {
        useRoute(
                "protocol: openai",
                "enabled: true, chain: [{provider_id: b, upstream_model: n, on: {timeout_ms: 200}}]");
        gateway.upstream.then(Behaviours.hang());

        assertThat(gateway.chat(STREAMED).text()).contains("Hel").endsWith("data: [DONE]\n\n");
        assertThat(gateway.chat(PLAIN).status()).isEqualTo(200);
        assertThat(second.requests()).hasSize(2);
    }

    static Stream<Arguments> earlyFailures() {
        return Stream.of(
                arguments(
                        "error", Behaviours.events(ROLE, "data: {\"error\":{\"code\":\"x\"}}\n\n")),
                arguments("nonsense", Behaviours.events(ROLE, "data: <html>\n\n")),
                arguments("cut", Behaviours.cutAfter(ROLE)),
                arguments("end", Behaviours.events(ROLE)),
                arguments("silence", Behaviours.silentAfter(ROLE)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("earlyFailures")
    void streamThatIsHeldBackFailsOverUnseen(String name, Behaviour failure) throws IOException {
        useRoute("protocol: openai, hold_back: {max_wait: 300ms}", FALLS_BACK);
        gateway.upstream.then(failure);

        var reply = gateway.chat(STREAMED);

        assertThat(reply.status()).as(name).isEqualTo(200);
        assertThat(reply.text()).startsWith(chunk("Hel")).endsWith("data: [DONE]\n\n");
        assertThat(reply.text()).doesNotContain("\"role\"");
        assertThat(gateway.usage().attempts()).isEqualTo(2);
        assertThat(gateway.usage().outcome()).isEqualTo("ok");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("earlyFailures")
    void translatedStreamThatIsHeldBackFailsOverUnseen(String name, Behaviour failure)
            throws IOException {
        useRoute("protocol: anthropic, hold_back: {max_wait: 300ms}", FALLS_BACK);
        gateway.upstream.then(failure);

        var reply =
                gateway.request(
                        "POST",
                        "/v1/messages",
                        "{\"model\":\"m\",\"max_tokens\":9,\"stream\":true,\"messages\":"
                                + "[{\"role\":\"user\",\"content\":\"hi\"}]}");

        assertThat(reply.status()).as(name).isEqualTo(200);
        assertThat(reply.text()).contains("Hel").contains("message_stop").doesNotContain("error");
        assertThat(reply.text().split("event: message_start", -1)).hasSize(2);
        assertThat(gateway.usage().attempts()).isEqualTo(2);
    }

    @Test
    void streamIsHeldBackNoFurtherThanItsBytes() throws IOException {
        useRoute("protocol: openai, hold_back: {max_wait: 30s, max_bytes: 200}", FALLS_BACK);
        gateway.upstream.then(Behaviours.cutAfter(ROLE, ROLE, ROLE, ROLE));

        var reply = gateway.chat(STREAMED);

        assertThat(reply.text()).startsWith(ROLE).contains("upstream_reset");
        assertThat(second.requests()).isEmpty();
    }

    /// The event that fills them is the last to be waited for.
    @Test
    void streamIsNotHeldBackForWhatComesBehindItsBytes() throws IOException {
        useRoute("protocol: openai, hold_back: {max_wait: 300ms, max_bytes: 50}", FALLS_BACK);
        gateway.upstream.then(Behaviours.silentAfter(ROLE));
        var sink = new CollectingSink();
        var turn =
                Thread.ofVirtual()
                        .start(() -> {
                            try {
                                gateway.request("POST", "/v1/chat/completions", STREAMED, sink);
                            } catch (IOException _) {
                                // the client is gone
                            }
                        });

        await().untilAsserted(() -> assertThat(sink.text()).isEqualTo(ROLE));
        sink.leave();
        await().until(() -> !turn.isAlive());
        assertThat(second.requests()).isEmpty();
    }

    @Test
    void streamOfTheLastProviderIsNotHeldBack() throws IOException {
        useRoute("protocol: openai, hold_back: {max_wait: 200ms}", FALLS_BACK);
        var gate = new CountDownLatch(1);
        gateway.upstream.then(Behaviours.json(503, "{}"));
        second.then(Behaviours.pausedBefore(gate, chunk("Hel") + Behaviours.finish(), ROLE));
        var sink = new CollectingSink();
        var turn =
                Thread.ofVirtual()
                        .start(() -> {
                            try {
                                gateway.request("POST", "/v1/chat/completions", STREAMED, sink);
                            } catch (IOException e) {
                                throw new IllegalStateException(e);
                            }
                        });

        await().untilAsserted(() -> assertThat(sink.text()).isEqualTo(ROLE));
        gate.countDown();
        await().until(() -> !turn.isAlive());
        assertThat(sink.text()).startsWith(ROLE + chunk("Hel")).endsWith("data: [DONE]\n\n");
    }

    @Test
    void answerWhoseClientLeftIsReadToItsEndWhereTheRouteSaysSo() throws IOException {
        useRoute("protocol: openai, on_client_gone: drain, drain_timeout: 10s", "enabled: false");
        var gate = new CountDownLatch(1);
        gateway.upstream.then(
                Behaviours.pausedBefore(
                        gate,
                        chunk("lo!")
                                + Behaviours.finish()
                                + Behaviours.usage(19, 10)
                                + "data: [DONE]\n\n",
                        chunk("Hel")));

        var turn = leaving(gate);

        await().until(() -> !turn.isAlive());
        assertThat(gateway.usage().outcome()).isEqualTo("client_cancelled");
        assertThat(gateway.usage().estimated()).isFalse();
        assertThat(gateway.usage().inputTokens()).isEqualTo(19L);
        assertThat(gateway.usage().outputTokens()).isEqualTo(10L);
    }

    @Test
    void answerWhoseClientLeftIsNotReadOnForEver() throws IOException {
        useRoute("protocol: openai, on_client_gone: drain, drain_timeout: 200ms", "enabled: false");
        gateway.upstream.then(Behaviours.silentAfter(chunk("Hel")));

        var turn = leaving(new CountDownLatch(0));

        await().until(() -> !turn.isAlive());
        assertThat(gateway.usage().outcome()).isEqualTo("client_cancelled");
        await().until(() -> gateway.upstream.clientsGone() == 1);
    }

    /// A turn whose client leaves after the first token.
    private Thread leaving(CountDownLatch gate) {
        var sink = new CollectingSink();
        var turn =
                Thread.ofVirtual()
                        .start(() -> {
                            try {
                                gateway.request("POST", "/v1/chat/completions", STREAMED, sink);
                            } catch (IOException _) {
                                // the client is gone
                            }
                        });
        await().untilAsserted(() -> assertThat(sink.text()).isEqualTo(chunk("Hel")));
        sink.leave();
        gate.countDown();
        return turn;
    }

    private void useRoute(String route, String fallback) {
        use(
                "provider_type: openai, api_key: k, network: {max_retries: 0}"
                        + at(gateway.upstream.baseUrl()),
                "",
                route,
                fallback);
    }
}
