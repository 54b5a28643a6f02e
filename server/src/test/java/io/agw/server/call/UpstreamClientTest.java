package io.agw.server.call;

import static io.agw.server.call.TestClient.get;
import static io.agw.server.call.TestClient.post;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.agw.server.upstream.Behaviours;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Calls: when a request is repeated, what ends a call, how many there may be.
@Timeout(30)
final class UpstreamClientTest extends UpstreamTest {
    @Test
    void postThatReachedTheUpstreamIsNeverRepeated() throws CallFailed {
        upstream.then(OK, Behaviours.reset(), OK);
        client.exchange(post(origin));

        assertFails(() -> client.exchange(post(origin)), UpstreamFailure.Reset.class);
        assertThat(upstream.requests()).hasSize(2);
    }

    @Test
    void getOnAnIdleConnectionIsRepeatedOnce() throws CallFailed {
        upstream.then(OK, Behaviours.reset(), OK);
        client.exchange(get(origin));

        assertThat(client.exchange(get(origin))).isEqualTo("{}");
        assertThat(upstream.requests()).hasSize(3);

        upstream.then(Behaviours.reset());
        assertFails(() -> client.exchange(get(origin)), UpstreamFailure.Reset.class);
        assertThat(upstream.requests()).hasSize(5);
    }

    @Test
    void getOnANewConnectionIsNotRepeated() {
        upstream.then(Behaviours.reset());

        assertFails(() -> client.exchange(get(origin)), UpstreamFailure.Reset.class);
        assertThat(upstream.requests()).hasSize(1);
    }

    @Test
    void silenceBeforeTheAnswerTimesOut() {
        upstream.then(Behaviours.hang());

        assertTimesOut(Deadline.FIRST_BYTE);
        assertThat(origin.load().open()).isZero();
    }

    @Test
    void drippingHeadTimesOut() {
        upstream.then((_, wire) -> {
            wire.send("HTTP/1.1 200 OK\r\nX: ");
            while (true) {
                wire.send("y");
                wire.pause(Duration.ofMillis(100));
            }
        });

        assertTimesOut(Deadline.FIRST_BYTE);
    }

    @Test
    void silenceWithinTheBodyTimesOut() {
        upstream.then(Behaviours.silentAfter("first"));

        assertTimesOut(Deadline.IDLE);
    }

    @Test
    void wholeCallTimesOutHoweverAliveItIs() {
        upstream.then((_, wire) -> {
            wire.send(Behaviours.STREAM_HEAD);
            while (true) {
                wire.chunk("tick");
                wire.pause(Duration.ofMillis(50));
            }
        });
        var timeouts =
                new Timeouts(
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(1),
                        Duration.ofMillis(500));
        var request =
                new UpstreamRequest(
                        post(origin), List.of(), new byte[0], timeouts, new Cancellation());

        assertThatThrownBy(
                        () -> {
                            try (var reply = client.client.send(request)) {
                                reply.readAll(1 << 20);
                            }
                        })
                .isInstanceOfSatisfying(
                        CallFailed.class,
                        e ->
                                assertThat(e.failure())
                                        .isEqualTo(new UpstreamFailure.TimedOut(Deadline.TOTAL)));
    }

    @Test
    void handshakeThatIsNotAnsweredTimesOut() throws IOException {
        try (var silent = new ServerSocket(0, 10, TestClient.loopback())) {
            var secure =
                    client.client.origin(
                            TestClient.spec(true, "127.0.0.1", silent.getLocalPort(), null));

            assertThatThrownBy(() -> client.exchange(post(secure)))
                    .isInstanceOfSatisfying(
                            CallFailed.class,
                            e ->
                                    assertThat(e.failure())
                                            .isEqualTo(new UpstreamFailure.TimedOut(Deadline.TLS)));
        }
    }

    @Test
    void nobodyListeningIsUnreachable() throws IOException {
        int port;
        try (var socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            port = socket.getLocalPort();
        }

        assertFails(
                () -> client.exchange(post(client.origin(port))),
                UpstreamFailure.Unreachable.class);
    }

    @Test
    void unknownNameIsUnreachable() {
        var unknown =
                client.client.origin(TestClient.spec(false, "no-such-host.invalid", 80, null));

        assertFails(() -> client.exchange(post(unknown)), UpstreamFailure.Unreachable.class);
    }

    @Test
    void cancellingEndsACallThatWaits() throws Exception {
        upstream.then(Behaviours.hang());
        var cancellation = new Cancellation();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var call = threads.submit(() -> client.send(post(origin), cancellation));
            await().until(() -> !upstream.requests().isEmpty());

            cancellation.cancel();

            assertThatThrownBy(call::get)
                    .cause()
                    .isInstanceOfSatisfying(
                            CallFailed.class,
                            e ->
                                    assertThat(e.failure())
                                            .isInstanceOf(UpstreamFailure.Cancelled.class));
        }
        await().atMost(Duration.ofSeconds(1)).until(() -> upstream.clientsGone() == 1);
        assertThat(origin.load().open()).isZero();
    }

    @Test
    void cancelledBeforehandCallsNobody() {
        var cancellation = new Cancellation();
        cancellation.cancel();

        assertFails(
                () -> client.send(post(origin), cancellation).close(),
                UpstreamFailure.Cancelled.class);
        assertThat(upstream.connections()).isZero();
    }

    @Test
    void cancellingLateDoesNotTouchTheNextCallOnTheConnection() throws CallFailed {
        var cancellation = new Cancellation();
        try (var reply = client.send(post(origin), cancellation)) {
            reply.readAll(100);
        }
        cancellation.cancel();

        assertThat(client.exchange(post(origin))).isEqualTo("{}");
        assertThat(upstream.connections()).isEqualTo(1);
    }

    @Test
    void openConnectionsAreCapped() throws CallFailed {
        var settings = new CallSettings(2, 32 * 1024, 100, Duration.ofSeconds(2));
        try (var capped = new TestClient(settings)) {
            upstream.then(Behaviours.silentAfter("x"));
            var crowded = capped.origin(upstream.port());
            var replies = new ArrayList<UpstreamReply>();
            replies.add(capped.send(post(crowded)));
            replies.add(capped.send(post(crowded)));

            assertFails(() -> capped.send(post(crowded)).close(), UpstreamFailure.Exhausted.class);
            replies.forEach(UpstreamReply::close);
            capped.send(post(crowded)).close();
        }
    }

    @Test
    void closingTheClientClosesIdleConnections() throws CallFailed {
        client.exchange(post(origin));

        client.client.close();

        assertThat(origin.load()).isEqualTo(new Origin.Load(0, 0));
        await().until(() -> upstream.openConnections() == 0);
    }

    @Test
    void manyCallsAtOnceLeaveNothingBehind() throws Exception {
        upstream.then(Behaviours.events("a", "b", "c"));
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var calls = new ArrayList<java.util.concurrent.Future<String>>();
            for (int i = 0; i < 100; i++) {
                calls.add(threads.submit(() -> client.exchange(post(origin))));
            }
            for (var call : calls) {
                assertThat(call.get()).isEqualTo("abc");
            }
        }

        assertThat(origin.load().open()).isEqualTo(origin.load().idle());
    }

    private void assertTimesOut(Deadline deadline) {
        assertThatThrownBy(() -> client.exchange(post(origin)))
                .isInstanceOfSatisfying(
                        CallFailed.class,
                        e ->
                                assertThat(e.failure())
                                        .isEqualTo(new UpstreamFailure.TimedOut(deadline)));
    }

    private static void assertFails(
            org.assertj.core.api.ThrowableAssert.ThrowingCallable call,
            Class<? extends UpstreamFailure> failure) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        CallFailed.class, e -> assertThat(e.failure()).isInstanceOf(failure));
    }
}
