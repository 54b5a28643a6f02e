package io.agw.server.plane.llm;

import static io.agw.server.upstream.Behaviours.chunk;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.agw.server.upstream.Behaviours;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Clients that wait, clients that leave, and a gateway that goes down under them.
@Timeout(30)
final class ClientsTest {
    private static final String PLAIN = "{\"model\":\"gpt-x\",\"messages\":[]}";
    private static final String STREAMED = "{\"model\":\"gpt-x\",\"messages\":[],\"stream\":true}";

    private final ExecutorService turns = Executors.newVirtualThreadPerTaskExecutor();
    private final CollectingSink sink = new CollectingSink();
    private PlaneHarness gateway;

    @BeforeEach
    void start() throws IOException {
        gateway = new PlaneHarness(Behaviours.openAi());
    }

    @AfterEach
    void stop() throws IOException {
        gateway.close();
        turns.close();
    }

    @Test
    void silentStreamIsKeptAliveBetweenEvents() throws Exception {
        var gate = new CountDownLatch(1);
        gateway.upstream.then(
                Behaviours.pausedBefore(
                        gate, Behaviours.finish() + "data: [DONE]\n\n", chunk("Hel")));
        var turn = turn(STREAMED);
        await().until(() -> sink.text().contains(": keep-alive\n\n: keep-alive\n\n"));

        gate.countDown();
        turn.get();

        assertThat(sink.text())
                .startsWith(chunk("Hel") + ": keep-alive\n\n")
                .endsWith(Behaviours.finish() + "data: [DONE]\n\n");
        assertThat(gateway.usage().outcome()).isEqualTo("ok");
    }

    @Test
    void eventReachesTheClientBeforeTheNextOneExists() throws Exception {
        var gate = new CountDownLatch(1);
        gateway.upstream.then(
                Behaviours.pausedBefore(gate, "data: [DONE]\n\n", chunk("Hel"), chunk("lo")));
        var turn = turn(STREAMED);

        await().until(() -> sink.text().contains(chunk("lo")));
        assertThat(sink.hasEnded()).isFalse();
        gate.countDown();
        turn.get();
        assertThat(sink.hasEnded()).isTrue();
    }

    @Test
    void clientThatLeavesBeforeTheAnswerCancelsTheUpstream() throws Exception {
        for (var body : new String[] {PLAIN, STREAMED}) {
            gateway.upstream.then(Behaviours.hang());
            var left = new CollectingSink();
            int before = gateway.upstream.clientsGone();
            int seen = gateway.upstream.requests().size();
            var turn = turn(body, left);
            await().until(() -> gateway.upstream.requests().size() > seen);

            left.leave();

            await().atMost(Duration.ofSeconds(1))
                    .until(() -> gateway.upstream.clientsGone() > before);
            assertThatThrownBy(turn::get).hasCauseInstanceOf(IOException.class);
            assertThat(gateway.usage().outcome()).isEqualTo("client_cancelled");
            assertThat(gateway.usage().status()).isEqualTo(499);
            assertThat(gateway.usage().estimated()).isTrue();
            assertThat(gateway.usage().inputTokens()).isPositive();
            assertThat(gateway.usage().outputTokens()).isZero();
        }
        assertThat(gateway.records).hasSize(2);
    }

    @Test
    void theBytesOfAPictureAreNotCountedForTokens() throws Exception {
        gateway.upstream.then(Behaviours.silentAfter(chunk("Hel")));
        var picture = "data:image/png;base64," + "A".repeat(400_000);
        var turn =
                turn(
                        "{\"model\":\"m\",\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":"
                                + "[{\"type\":\"image_url\",\"image_url\":{\"url\":\""
                                + picture
                                + "\"}}]}]}");
        await().until(() -> sink.text().contains(chunk("Hel")));

        sink.leave();

        assertThatThrownBy(turn::get).hasCauseInstanceOf(IOException.class);
        assertThat(gateway.usage().estimated()).isTrue();
        assertThat(gateway.usage().inputTokens()).isBetween(1_600L, 1_700L);
    }

    @Test
    void clientThatLeavesASilentStreamCancelsTheUpstream() throws Exception {
        gateway.upstream.then(Behaviours.silentAfter(chunk("Hel"), chunk("lo")));
        var turn = turn(STREAMED);
        await().until(() -> sink.text().contains(chunk("lo")));

        sink.leave();

        await().atMost(Duration.ofSeconds(1)).until(() -> gateway.upstream.clientsGone() == 1);
        assertThatThrownBy(turn::get).hasCauseInstanceOf(IOException.class);
        assertThat(gateway.usage().outcome()).isEqualTo("client_cancelled");
        assertThat(gateway.usage().estimated()).isTrue();
        assertThat(gateway.usage().outputTokens()).isEqualTo(2);
    }

    @Test
    void heartbeatFindsOutWhatNoProbeTells() throws Exception {
        gateway.upstream.then(Behaviours.silentAfter(chunk("Hel")));
        var turn = turn(STREAMED);
        await().until(() -> sink.text().contains(chunk("Hel")));

        sink.leaveSilently();

        await().atMost(Duration.ofSeconds(2)).until(() -> gateway.upstream.clientsGone() == 1);
        assertThatThrownBy(turn::get).hasCauseInstanceOf(IOException.class);
        assertThat(gateway.usage().status()).isEqualTo(499);
    }

    @Test
    void clientThatLeavesWhileEventsComeCancelsTheUpstream() throws Exception {
        gateway.upstream.then((_, wire) -> {
            wire.send(Behaviours.STREAM_HEAD);
            while (true) {
                wire.chunk(chunk("x"));
                java.util.concurrent.locks.LockSupport.parkNanos(5_000_000);
            }
        });
        var turn = turn(STREAMED);
        await().until(() -> !sink.text().isEmpty());

        sink.leaveSilently();

        await().atMost(Duration.ofSeconds(1)).until(() -> gateway.upstream.clientsGone() == 1);
        assertThatThrownBy(turn::get).hasCauseInstanceOf(IOException.class);
        assertThat(gateway.records).hasSize(1);
    }

    @Test
    void clientThatLeavesDuringARetryPauseEndsIt() throws Exception {
        gateway.use(gateway.direct("max_retries: 2, retry_delay_seconds: 60"));
        gateway.upstream.then(Behaviours.json(503, "{}", "Retry-After: 25"));
        var turn = turn(PLAIN);
        await().until(() -> !gateway.upstream.requests().isEmpty());

        sink.leave();

        assertThatThrownBy(() -> turn.get(3, java.util.concurrent.TimeUnit.SECONDS))
                .hasCauseInstanceOf(IOException.class);
        assertThat(gateway.upstream.requests()).hasSize(1);
    }

    @Test
    void streamUnderWayEndsWithAnErrorEventWhenTheGatewayGoesDown() throws Exception {
        gateway.upstream.then(Behaviours.silentAfter(chunk("Hel")));
        var turn = turn(STREAMED);
        await().until(() -> sink.text().contains(chunk("Hel")));

        sink.shutDown();
        turn.get();

        assertThat(sink.text()).contains("\"shutting_down\"").doesNotContain("[DONE]");
        assertThat(sink.hasEnded()).isTrue();
        assertThat(gateway.usage().outcome()).isEqualTo("truncated");
        assertThat(gateway.usage().errorCode()).isEqualTo("shutting_down");
    }

    @Test
    void turnThatWaitsIsRefusedWhenTheGatewayGoesDown() throws Exception {
        gateway.upstream.then(Behaviours.hang());
        var turn = turn(PLAIN);
        await().until(() -> !gateway.upstream.requests().isEmpty());

        sink.shutDown();
        turn.get();

        assertThat(sink.status()).isEqualTo(503);
        assertThat(sink.text()).contains("shutting_down");
    }

    private Future<?> turn(String body) {
        return turn(body, sink);
    }

    private Future<?> turn(String body, CollectingSink to) {
        return turns.submit(() -> {
            gateway.request("POST", "/v1/chat/completions", body, to);
            return to;
        });
    }
}
