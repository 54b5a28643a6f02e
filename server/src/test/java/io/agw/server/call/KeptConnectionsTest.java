package io.agw.server.call;

import static io.agw.server.call.TestClient.post;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.agw.server.upstream.Behaviours;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Which connections are used for a next call, and which are not.
@Timeout(30)
final class KeptConnectionsTest extends UpstreamTest {
    @Test
    void connectionIsKeptAfterAWholeAnswer() throws CallFailed {
        for (int i = 0; i < 5; i++) {
            client.exchange(post(origin));
        }

        assertThat(upstream.connections()).isEqualTo(1);
        assertThat(origin.load()).isEqualTo(new Origin.Load(1, 1));
    }

    @Test
    void connectionIsKeptAfterAWholeChunkedAnswer() throws CallFailed {
        upstream.then(Behaviours.events("a", "b"));
        for (int i = 0; i < 3; i++) {
            assertThat(client.exchange(post(origin))).isEqualTo("ab");
        }

        assertThat(upstream.connections()).isEqualTo(1);
    }

    @Test
    void endOfAStreamIsWaitedForAMomentSoThatTheConnectionIsKept() throws CallFailed {
        upstream.then((_, wire) -> {
            wire.send(Behaviours.STREAM_HEAD).chunk("last");
            LockSupport.parkNanos(1_000_000);
            wire.endChunks();
        });
        try (var reply = client.send(post(origin))) {
            assertThat(reply.read(new byte[100], 0, 100)).isEqualTo(4);
            reply.finish();
        }

        assertThat(origin.load()).isEqualTo(new Origin.Load(1, 1));
    }

    @Test
    void endThatDoesNotComeIsNotWaitedForLong() throws CallFailed {
        upstream.then(Behaviours.silentAfter("last"));
        var patient =
                new UpstreamRequest(
                        post(origin),
                        List.of(),
                        new byte[0],
                        Timeouts.defaults(),
                        new Cancellation());
        long start = System.nanoTime();
        try (var reply = client.client.send(patient)) {
            assertThat(reply.read(new byte[100], 0, 100)).isEqualTo(4);
            reply.finish();
        }

        // its idle deadline would be a minute
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(30));
        assertThat(origin.load()).isEqualTo(new Origin.Load(0, 0));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\n{}",
                "HTTP/1.1 200 OK\r\nConnection: x, Close\r\nContent-Length: 2\r\n\r\n{}",
                "HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\n{}",
                "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}HTTP/1.1 200 Smuggled\r\n\r\n",
            })
    void connectionIsNotKeptWhenItCannotBeTrusted(String answer) throws CallFailed {
        upstream.then((_, wire) -> wire.send(answer));
        client.exchange(post(origin));

        assertThat(origin.load()).isEqualTo(new Origin.Load(0, 0));
    }

    @Test
    void connectionIsBrokenWhenTheAnswerIsLeftUnread() throws CallFailed {
        upstream.then(Behaviours.silentAfter("first"));
        try (var reply = client.send(post(origin))) {
            assertThat(reply.read(new byte[10], 0, 10)).isEqualTo(5);
        }

        assertThat(origin.load().open()).isZero();
        await().until(() -> upstream.clientsGone() == 1);
    }

    @Test
    void connectionThatThePeerClosedWhileIdleIsNotUsed() throws Exception {
        upstream.then(
                (_, wire) -> {
                    wire.send(Behaviours.response(200, "{}"));
                    wire.close();
                },
                OK);
        client.exchange(post(origin));
        await().until(() -> isIdleOneStale(origin));
        assertThat(origin.load()).isEqualTo(new Origin.Load(0, 0));

        client.exchange(post(origin));

        assertThat(upstream.requests()).hasSize(2);
        assertThat(upstream.connections()).isEqualTo(2);
    }

    /// What its headers promise may come later, and would be taken for the next answer.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 204 No Content\r\nContent-Length: 2\r\n\r\n",
                "HTTP/1.1 304 Not Modified\r\nContent-Length: 2\r\n\r\n",
                "HTTP/1.1 204 No Content\r\nTransfer-Encoding: chunked\r\n\r\n",
                "HTTP/1.1 103 Early Hints\r\nContent-Length: 2\r\n\r\nHTTP/1.1 204 No Content\r\n\r\n"
            })
    void answerThatHasNoBodyAndPromisesOneIsTheLastOfItsConnection(String head) throws Exception {
        upstream.then((_, wire) -> wire.send(head), OK);

        assertThat(client.exchange(post(origin))).isEmpty();
        assertThat(origin.load()).isEqualTo(new Origin.Load(0, 0));
        client.exchange(post(origin));

        assertThat(upstream.connections()).isEqualTo(2);
    }

    @Test
    void answerThatHasNoBodyKeepsItsConnection() throws Exception {
        upstream.then((_, wire) -> wire.send("HTTP/1.1 204 No Content\r\n\r\n"), OK);

        assertThat(client.exchange(post(origin))).isEmpty();
        client.exchange(post(origin));

        assertThat(upstream.connections()).isEqualTo(1);
    }

    /// Takes the idle connection as a call does; one that is still good is given back.
    private static boolean isIdleOneStale(Origin origin) {
        var connection = origin.takeIdle();
        if (connection != null) {
            origin.release(connection);
        }
        return connection == null;
    }
}
