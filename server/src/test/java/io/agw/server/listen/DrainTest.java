package io.agw.server.listen;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agw.server.turn.Received;
import io.agw.server.turn.ReplySink;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class DrainTest {
    private final CountDownLatch release = new CountDownLatch(1);
    private final AtomicInteger interrupted = new AtomicInteger();
    private final HttpListener listener = TestListener.start(this::handle);

    @AfterEach
    void stop() {
        release.countDown();
        listener.close();
    }

    @Test
    void aTurnUnderWayIsFinished() throws Exception {
        try (var client = new RawClient(listener.port())) {
            client.get("/wait");
            Awaitility.await().until(() -> listener.turns() == 1);

            var drain = drain(limits(100, 5_000, 5_000));
            Awaitility.await().until(() -> isRefused(listener.port()));
            assertThat(drain.isAlive()).isTrue();
            release.countDown();

            var answer = client.answer();
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.headers()).containsEntry("connection", "close");
            drain.join();
            assertThat(listener.connections()).isZero();
        }
    }

    @Test
    void itIsAnnouncedBeforeTheSocketCloses() throws Exception {
        var drain = drain(limits(1_500, 5_000, 5_000));
        Awaitility.await().until(listener::isDraining);

        try (var client = new RawClient(listener.port())) {
            client.send("GET /health/ready HTTP/1.1\r\nHost: test\r\n\r\n");
            var answer = client.answer();
            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.headers()).containsEntry("connection", "close");
        }
        try (var client = new RawClient(listener.port())) {
            assertThat(client.get("/fast").answer().status()).isEqualTo(200);
        }
        drain.join();
        assertThat(isRefused(listener.port())).isTrue();
    }

    @Test
    void idleConnectionsAreClosed() throws Exception {
        try (var client = new RawClient(listener.port())) {
            client.get("/fast").answer();

            var drain = drain(limits(0, 5_000, 5_000));

            assertThat(client.isClosedByPeer()).isTrue();
            drain.join();
        }
    }

    @Test
    void aTurnThatTakesTooLongIsCut() throws Exception {
        try (var client = new RawClient(listener.port())) {
            client.get("/wait");
            Awaitility.await().until(() -> listener.turns() == 1);

            drain(limits(0, 200, 5_000)).join();

            assertThat(interrupted).hasValue(1);
            assertThatThrownBy(client::answer).isInstanceOf(IOException.class);
        }
    }

    @Test
    void aStreamMayTakeLongerThanAPlainAnswerAndIsThenToldToEnd() throws Exception {
        try (var client = new RawClient(listener.port())) {
            client.get("/stream");
            Awaitility.await().until(client::hasAnswer);

            long start = System.nanoTime();
            drain(limits(0, 100, 600)).join();

            assertThat(client.answer().body()).startsWith("tick").endsWith("told to end");
            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .isBetween(Duration.ofMillis(500), Duration.ofSeconds(4));
        }
    }

    @Test
    void aStreamThatDoesNotEndWhenToldIsCut() throws Exception {
        try (var client = new RawClient(listener.port())) {
            client.get("/deaf");
            Awaitility.await().until(client::hasAnswer);

            drain(limits(0, 100, 200)).join();

            assertThat(interrupted).hasValue(1);
            assertThatThrownBy(client::answer).hasMessageContaining("without its last chunk");
        }
    }

    @Test
    void aSecondSignalEndsEverythingAtOnce() throws Exception {
        try (var client = new RawClient(listener.port())) {
            client.get("/wait");
            Awaitility.await().until(() -> listener.turns() == 1);
            var drain = new Drain(List.of(listener), limits(60_000, 60_000, 60_000));
            var thread = Thread.ofPlatform().start(drain::run);
            Awaitility.await().until(listener::isDraining);

            drain.hurry();

            assertThat(thread.join(Duration.ofSeconds(5))).isTrue();
            assertThat(interrupted).hasValue(1);
        }
    }

    private static Drain.Limits limits(int announce, int plain, int streams) {
        return new Drain.Limits(
                Duration.ofMillis(announce),
                Duration.ofMillis(plain),
                Duration.ofMillis(streams),
                Duration.ofMillis(500));
    }

    private Thread drain(Drain.Limits limits) {
        return Thread.ofPlatform().start(new Drain(List.of(listener), limits)::run);
    }

    private static boolean isRefused(int port) {
        try (var client = new RawClient(port)) {
            return client.socket().isClosed();
        } catch (IOException _) {
            return true; // nobody listens
        }
    }

    private void handle(Received received, ReplySink sink) throws IOException {
        try {
            switch (received.path()) {
                case "/wait" -> {
                    release.await();
                    sink.send(200, Map.of(), "done".getBytes(UTF_8));
                }
                case "/stream", "/deaf" -> stream(received.path(), sink);
                default -> sink.send(200, Map.of(), "ok".getBytes(UTF_8));
            }
        } catch (InterruptedException _) {
            interrupted.incrementAndGet();
            Thread.currentThread().interrupt();
        }
    }

    private void stream(String path, ReplySink sink) throws IOException, InterruptedException {
        var stream = sink.stream(200, Map.of());
        while (path.equals("/deaf") || !sink.isShuttingDown()) {
            stream.write("tick".getBytes(UTF_8), 0, 4);
            stream.flush();
            if (release.await(20, java.util.concurrent.TimeUnit.MILLISECONDS)) {
                return;
            }
        }
        stream.write("told to end".getBytes(UTF_8), 0, 11);
        stream.flush();
        stream.end();
    }
}
