package io.agw.server.plane.llm;

import static io.agw.server.upstream.Behaviours.chunk;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.agw.server.dialect.JsonLimits;
import io.agw.server.dialect.shape.Dialects;
import io.agw.server.turn.ReplySink;
import io.agw.server.turn.UniqueIds;
import io.agw.server.upstream.Behaviours;
import io.agw.server.upstream.FakeUpstream;
import io.agw.server.upstream.TestSnapshots;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Heartbeats come from a thread of their own: wherever the turn's thread stands, they fall between
/// two events, and never behind the last one.
@Timeout(30)
final class HeartbeatsTest {
    private static final String BEAT = ": keep-alive\n\n";
    private static final String DONE = "data: [DONE]\n\n";
    private static final String END =
            """
            data: {"id":"c","object":"chat.completion.chunk","created":1,"model":"m",\
            "choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}

            """;
    private static final String STREAMED = "{\"model\":\"gpt-x\",\"messages\":[],\"stream\":true}";
    private static final LlmSettings EAGER =
            new LlmSettings(
                    JsonLimits.defaults(),
                    1 << 20,
                    1 << 20,
                    64 * 1024,
                    256 * 1024,
                    Duration.ofMillis(1),
                    Duration.ofMillis(1),
                    new Dialects(Map.of()),
                    new UniqueIds());

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HeldSink sink = new HeldSink();
    private final ClientStream client = new ClientStream(sink.stream(200, Map.of()));

    @AfterEach
    void stop() {
        sink.letGo();
        threads.close();
    }

    @Test
    void noHeartbeatFallsIntoAnEventThatIsBeingSent() throws Exception {
        sink.hold("data: 1");
        var sending = threads.submit(() -> send("data: 1\n\n"));
        sink.awaitHeld();

        for (int i = 0; i < 100; i++) {
            client.heartbeat();
        }

        assertThat(sink.written()).containsExactly("data: 1\n\n");
        sink.letGo();
        sending.get();
        client.heartbeat();
        assertThat(sink.written()).containsExactly("data: 1\n\n", "flush", BEAT, "flush");
    }

    @Test
    void noHeartbeatFallsIntoTheEndThatIsBeingSentNorBehindIt() throws Exception {
        sink.hold(DONE);
        var ending = threads.submit(this::finishNow);
        sink.awaitHeld();
        for (int i = 0; i < 100; i++) {
            client.heartbeat();
        }

        sink.letGo();
        ending.get();
        for (int i = 0; i < 100; i++) {
            client.heartbeat();
        }

        assertThat(sink.written()).containsExactly(DONE, "end");
    }

    @Test
    void theEndWaitsForAHeartbeatThatIsBeingSent() throws Exception {
        sink.hold(BEAT);
        var beating = threads.submit(this::beatNow);
        sink.awaitHeld();
        var ending = new FutureTask<>(this::finishNow);
        var ender = Thread.ofVirtual().start(ending);
        await().until(() -> ender.getState() == Thread.State.WAITING);

        assertThat(sink.written()).containsExactly(BEAT);
        sink.letGo();
        beating.get();
        ending.get();
        assertThat(sink.written()).containsExactly(BEAT, "flush", DONE, "end");
    }

    @Test
    void aTurnWhoseEndIsHeldBeatsNoMore() throws Exception {
        var gate = new CountDownLatch(1);
        var turnSink = new HeldSink();
        try (var gateway =
                new PlaneHarness(EAGER, Behaviours.pausedBefore(gate, DONE, chunk("Hel")))) {
            var turn =
                    threads.submit(() -> {
                        gateway.request("POST", "/v1/chat/completions", STREAMED, turnSink);
                        return turnSink;
                    });
            await().until(() -> turnSink.beats() >= 3);
            turnSink.hold(DONE);
            gate.countDown();
            turnSink.awaitHeld();
            int beats = turnSink.beats();
            int looks = turnSink.looks();
            // each look of the sweeper now finds that a heartbeat is due
            await().until(() -> turnSink.looks() >= looks + 3);

            turnSink.letGo();
            turn.get();

            assertThat(turnSink.beats()).isEqualTo(beats);
            assertThat(turnSink.written().getFirst()).isEqualTo(chunk("Hel"));
            assertThat(turnSink.written()).endsWith(DONE, "end");
            assertThat(turnSink.written()).containsOnly(chunk("Hel"), BEAT, "flush", DONE, "end");
        }
    }

    /// It is looked at anew, and that may take long.
    @Test
    void anAnswerOfACacheBeatsWhileItIsLookedAt() throws Exception {
        var gate = new CountDownLatch(1);
        var passes = Behaviours.json(200, "{\"verdict\":\"pass\"}");
        try (var service = FakeUpstream.start(passes, Behaviours.behind(gate, passes));
                var gateway = new PlaneHarness(EAGER, Behaviours.events(chunk("Hel"), END, DONE))) {
            gateway.use(
                    TestSnapshots.of(
                            """
                            providers:
                              - {id: fake, provider_type: openai, api_key: sk-upstream, base_url: '%s'}
                            guardrails:
                              - id: dlp
                                type: webhook
                                stage: output
                                action: block
                                stream_mode: hold
                                webhook: {url: 'http://127.0.0.1:%d/'}
                            caches:
                              - {id: c, type: exact, scope: route}
                            llmRoutes:
                              - id: route
                                protocol: openai
                                guardrail_ids: [dlp]
                                cache_id: c
                                auth_policy: {require_virtual_key: false}
                                target_policy: {provider_id: fake}
                            """
                                    .formatted(gateway.upstream.baseUrl(), service.port())));
            gateway.request("POST", "/v1/chat/completions", STREAMED, new HeldSink());
            var turnSink = new HeldSink();
            var turn =
                    threads.submit(() -> {
                        gateway.request("POST", "/v1/chat/completions", STREAMED, turnSink);
                        return turnSink;
                    });

            await().until(() -> turnSink.beats() >= 3);
            gate.countDown();
            turn.get();

            assertThat(gateway.upstream.requests()).hasSize(1);
            assertThat(String.join("", turnSink.written())).contains("Hel").contains(DONE);
        }
    }

    private HeldSink send(String event) throws IOException {
        var bytes = event.getBytes(UTF_8);
        client.send(bytes, 0, bytes.length);
        return sink;
    }

    private HeldSink finishNow() throws IOException {
        var bytes = DONE.getBytes(UTF_8);
        client.finish(bytes, 0, bytes.length);
        return sink;
    }

    private HeldSink beatNow() throws IOException {
        client.heartbeat();
        return sink;
    }

    /// Notes each write as it begins, and holds the writer of a certain one until it is let go.
    private static final class HeldSink implements ReplySink {
        private final List<String> written = new CopyOnWriteArrayList<>();
        private final AtomicInteger looks = new AtomicInteger();
        private final CountDownLatch held = new CountDownLatch(1);
        private final CountDownLatch gate = new CountDownLatch(1);
        private volatile String heldText = "";

        /// Holds the first write from now on that begins with this.
        void hold(String text) {
            heldText = text;
        }

        void awaitHeld() throws InterruptedException {
            held.await();
        }

        void letGo() {
            gate.countDown();
        }

        List<String> written() {
            return written;
        }

        int beats() {
            return (int) written.stream().filter(BEAT::equals).count();
        }

        /// How often the sweeper looked after the turn.
        int looks() {
            return looks.get();
        }

        @Override
        public void send(int status, Map<String, String> headers, byte[] body) {
            throw new IllegalStateException("whole answer (expected: a stream)");
        }

        @Override
        public Stream stream(int status, Map<String, String> headers) {
            return new Held();
        }

        @Override
        public boolean clientGone() {
            looks.incrementAndGet();
            return false;
        }

        private final class Held implements Stream {
            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                var text = new String(bytes, offset, length, UTF_8);
                written.add(text);
                if (!heldText.isEmpty() && text.startsWith(heldText)) {
                    held.countDown();
                    try {
                        gate.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                        throw new IOException("interrupted while held", e);
                    }
                }
            }

            @Override
            public void flush() {
                written.add("flush");
            }

            @Override
            public void end() {
                written.add("end");
            }

            @Override
            public void abort() {
                written.add("abort");
            }
        }
    }
}
