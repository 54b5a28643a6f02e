package io.agw.server.listen;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.agw.server.turn.Received;
import io.agw.server.turn.ReplySink;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Clients that take their time are closed at their deadline, others are not disturbed.
@Timeout(60)
final class SlowClientTest {
    private static final String HEAD = "POST /x HTTP/1.1\r\nHost: test\r\n";
    private static final Duration LATEST = TestListener.SHORT.headers().plus(Duration.ofSeconds(2));

    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private final CountDownLatch gate = new CountDownLatch(1);
    private volatile boolean watched;
    private HttpListener listener;

    @BeforeEach
    void start() {
        listener = TestListener.start(TestListener.data().with(TestListener.SHORT), this::handle);
    }

    @AfterEach
    void stop() {
        gate.countDown();
        listener.close();
    }

    /// Each line: what is sent at once, what is then sent bit by bit for ever.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "nothing at all | '' | ''",
                "the request line | '' | GET /aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
                "the headers | POST /x HTTP/1.1~Host: test~ | x-a: aaaaaaaaaaaaaaaaaaaaaaaaaaaa",
                "the body | POST /x HTTP/1.1~Host: test~Content-Length: 999~~ | xxxxxxxxxxxxxxxxx",
                "the chunks | POST /x HTTP/1.1~Host: test~Transfer-Encoding: chunked~~ | 1~x~1~x~1~x~",
            })
    void aDrippingClientIsClosedAtItsDeadline(String what, String start, String drip)
            throws IOException {
        try (var client = new RawClient(listener.port())) {
            client.send(start.replace("~", "\r\n"));

            assertThat(closedWithin(client, drip)).as(what).isLessThan(LATEST);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "GET /aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
                "POST /x HTTP/1.1~Host: test~x-a: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
                "POST /x HTTP/1.1~Host: test~Content-Length: 999~~xxxxxxxxxxxxxxxxxxx",
            })
    void theSecondRequestOfAConnectionHasItsDeadlineToo(String drip) throws IOException {
        try (var client = new RawClient(listener.port())) {
            assertThat(client.get("/fast").answer().status()).isEqualTo(200);

            assertThat(closedWithin(client, drip.replace("~", "\r\n")))
                    .isLessThan(LATEST.multipliedBy(2));
        }
    }

    @Test
    void anIdleConnectionIsClosed() throws IOException {
        try (var client = new RawClient(listener.port())) {
            client.get("/fast").answer();

            long start = System.nanoTime();
            assertThat(client.isClosedByPeer()).isTrue();
            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .isGreaterThan(Duration.ofSeconds(2));
        }
    }

    @Test
    void aBodyThatKeepsComingMayTakeLongerThanTheGrace() throws Exception {
        int mib = 1024 * 1024;
        try (var client = new RawClient(listener.port())) {
            client.send(HEAD + "Content-Length: " + mib + "\r\n\r\n");
            for (int sent = 0; sent < mib; sent += mib / 8) {
                client.send("x".repeat(mib / 8));
                Thread.sleep(150); // the pace of a slow but honest client
            }

            assertThat(client.answer().body()).isEqualTo("ok " + mib);
        }
    }

    @Test
    void aClientThatStopsReadingIsClosed() throws Exception {
        try (var client = new RawClient(listener.port())) {
            client.socket().setReceiveBufferSize(4_096);
            client.get("/endless");

            Awaitility.await()
                    .atMost(Duration.ofSeconds(10))
                    .untilAsserted(() -> assertThat(failure.get()).isInstanceOf(IOException.class));
        }
    }

    @Test
    void aSlowAnswerIsNotASlowClient() throws IOException {
        try (var client = new RawClient(listener.port())) {
            assertThat(client.get("/slow").answer().body()).isEqualTo("ok 0");
            assertThat(client.get("/fast").answer().body()).isEqualTo("ok 0");
        }
    }

    @Test
    void whatIsSentAheadDuringASlowAnswerIsNotLost() throws IOException {
        try (var client = new RawClient(listener.port())) {
            client.get("/watched");
            Awaitility.await().until(() -> watched);
            client.get("/fast?ahead").get("/fast?further");
            gate.countDown();

            assertThat(client.answer().status()).isEqualTo(200);
            assertThat(client.answer().body()).isEqualTo("ok 0 ahead");
            assertThat(client.answer().body()).isEqualTo("ok 0 further");
        }
    }

    @Test
    void aClientThatLeavesDuringASilentAnswerIsNoticed() throws IOException {
        try (var client = new RawClient(listener.port())) {
            client.get("/until-gone");
            Awaitility.await().until(() -> listener.turns() == 1);
        }

        Awaitility.await()
                .atMost(Duration.ofSeconds(2))
                .untilAsserted(() -> assertThat(failure.get()).hasMessage("gone"));
    }

    /// To half-close is legal, but the end of what a client sends looks the same whether it waits
    /// or has died; whatever asks whether it is still there is told no.
    @Test
    void aClientThatClosesItsSendingSideDuringASilentAnswerCountsAsGone() throws IOException {
        try (var client = new RawClient(listener.port())) {
            client.get("/until-gone").socket().shutdownOutput();

            assertThat(client.answer().body()).isEqualTo("ok 0");
            assertThat(failure.get()).hasMessage("gone");
            assertThat(client.isClosedByPeer()).isTrue();
        }
    }

    /// What `curl` and `nc` do when their input is at its end.
    @Test
    void aClientThatClosesItsSendingSideIsAnsweredAllTheSame() throws IOException {
        try (var client = new RawClient(listener.port())) {
            client.get("/fast?first").get("/fast?last").socket().shutdownOutput();

            assertThat(client.answer().body()).isEqualTo("ok 0 first");
            assertThat(client.answer().body()).isEqualTo("ok 0 last");
            assertThat(client.isClosedByPeer()).isTrue();
        }
    }

    @Test
    void goodTrafficIsServedDuringAnAttack() throws IOException {
        var attackers = new ArrayList<RawClient>();
        try {
            for (int i = 0; i < 50; i++) {
                attackers.add(new RawClient(listener.port()).send(HEAD + "x-a: a"));
            }
            for (int i = 0; i < 20; i++) {
                try (var client = new RawClient(listener.port())) {
                    assertThat(client.get("/fast").answer().status()).isEqualTo(200);
                }
            }
            Awaitility.await().atMost(LATEST).until(() -> listener.connections() == 0);
        } finally {
            for (var attacker : attackers) {
                attacker.close();
            }
        }
    }

    @Test
    void aConnectionTooManyIsToldSo() throws IOException {
        var connections = new ArrayList<RawClient>();
        try {
            for (int i = 0; i < TestListener.SHORT.total(); i++) {
                var client = new RawClient(listener.port());
                connections.add(client);
                client.get("/fast").answer();
            }
            try (var client = new RawClient(listener.port())) {
                var answer = client.get("/fast").answer();

                assertThat(answer.status()).isEqualTo(503);
                assertThat(answer.headers()).containsEntry("retry-after", "1");
                assertThat(answer.body()).contains("too_many_connections");
            }
        } finally {
            for (var client : connections) {
                client.close();
            }
        }
        Awaitility.await().until(() -> listener.connections() == 0);
        try (var client = new RawClient(listener.port())) {
            assertThat(client.get("/fast").answer().status()).isEqualTo(200);
        }
    }

    /// Sends a text character by character, again and again, until the other side closes.
    private static Duration closedWithin(RawClient client, String drip) {
        long start = System.nanoTime();
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(50))
                .until(new Drip(client, drip)::isClosed);
        return Duration.ofNanos(System.nanoTime() - start);
    }

    private void handle(Received received, ReplySink sink) throws IOException {
        switch (received.path()) {
            case "/slow" -> Awaitility.await().until(() -> isOlderThanAnyDeadline(received));
            case "/watched" -> {
                var guard = GuardedConnection.CURRENT.get().guard();
                Awaitility.await().until(guard::isWatched);
                watched = true;
                await(gate);
            }
            case "/until-gone" -> {
                Awaitility.await().atMost(Duration.ofSeconds(10)).until(sink::clientGone);
                failure.set(new IOException("gone"));
            }
            case "/endless" -> {
                try {
                    endless(sink);
                } catch (IOException e) {
                    failure.set(e);
                    throw e;
                }
            }
            default -> {}
        }
        var query = received.query().isEmpty() ? "" : " " + received.query();
        sink.send(200, Map.of(), ("ok " + received.body().length + query).getBytes(UTF_8));
    }

    private static boolean isOlderThanAnyDeadline(Received received) {
        var limits = TestListener.SHORT;
        var longest = limits.headers().plus(limits.body()).plus(limits.silent());
        return System.nanoTime() - received.startNanos() > longest.toNanos();
    }

    private static void await(CountDownLatch gate) throws IOException {
        try {
            gate.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("ended while it waited", e);
        }
    }

    private static void endless(ReplySink sink) throws IOException {
        var bytes = new byte[64 * 1024];
        var stream = sink.stream(200, Map.of());
        while (true) {
            stream.write(bytes, 0, bytes.length);
            stream.flush();
        }
    }

    /// Sends one character at each look.
    private static final class Drip {
        private final RawClient client;
        private final String text;
        private int at;

        Drip(RawClient client, String text) {
            this.client = client;
            this.text = text.replace("~", "\r\n");
        }

        boolean isClosed() throws IOException {
            try {
                if (!text.isEmpty()) {
                    client.send(text.substring(at % text.length(), at % text.length() + 1));
                    at++;
                }
                client.socket().setSoTimeout(1);
                return client.socket().getInputStream().read() < 0;
            } catch (java.net.SocketTimeoutException _) {
                return false; // still open
            } catch (IOException _) {
                return true; // reset
            }
        }
    }
}
