package io.agw.server.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agw.server.upstream.FakeUpstream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What a body says is ready is read without waiting: the upstream sends no more until it was read,
/// and a read that waits for it fails at its deadline.
@Timeout(30)
final class BodyTest {
    private static final String HEAD = "HTTP/1.1 200 OK\r\n";
    private static final String CHUNKED = HEAD + "Transfer-Encoding: chunked\r\n\r\n";

    private TestClient client;
    private FakeUpstream upstream;
    private CountDownLatch gate = new CountDownLatch(1);

    @BeforeEach
    void start() throws IOException {
        client = new TestClient();
        upstream = FakeUpstream.start();
    }

    @AfterEach
    void stop() throws IOException {
        gate.countDown();
        client.close();
        upstream.close();
    }

    /// The capital letters of a body are what it says; the rest is framing.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Content-Length: 7~~ | HELLOAB",
                "Transfer-Encoding: chunked~~ | 2~HE~3;x=y~LLO~2~AB~0~t: v~~",
                "Transfer-Encoding: chunked~~ | 1~H~1~E~1~L~1~L~1~O~1~A~1~B~0~~",
                "Connection: close~~ | HELLOAB",
            })
    void allThatIsHereIsReadySplitAtEveryByte(String headers, String body) throws CallFailed {
        var head = HEAD + headers.replace("~", "\r\n");
        var wire = body.replace("~", "\r\n");
        for (int split = 0; split <= wire.length(); split++) {
            for (int piece : new int[] {1, 2, 100}) {
                answer(head + wire.substring(0, split), wire.substring(split));
                try (var reply = send()) {
                    assertThat(ready(reply, piece))
                            .as("split at %d, read by %d", split, piece)
                            .isEqualTo(said(wire.substring(0, split)));

                    gate.countDown();

                    var rest = said(wire.substring(split));
                    assertThat(new String(reply.readAll(100), StandardCharsets.UTF_8))
                            .isEqualTo(rest);
                    assertThat(reply.ready()).isZero();
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"zz~", "zz~AB", "~", "-1~A~", "ffffffffffffffff1~A"})
    void whatCameBeforeAMalformedChunkIsNotLost(String next) throws CallFailed {
        answer(CHUNKED + "2\r\nHE\r\n" + next.replace("~", "\r\n"), "");

        try (var reply = send()) {
            var into = new byte[100];
            assertThat(reply.ready()).isPositive();
            assertThat(reply.read(into, 0, into.length)).isEqualTo(2);
            for (int i = 0; i < 2; i++) {
                assertThatThrownBy(() -> reply.read(into, 0, into.length))
                        .isInstanceOfSatisfying(
                                CallFailed.class,
                                e ->
                                        assertThat(e.failure())
                                                .isInstanceOf(UpstreamFailure.Malformed.class));
            }
        }
    }

    @Test
    void theHeadOfAChunkAloneIsNothingToRead() throws CallFailed {
        answer(CHUNKED + "2\r\nHE\r\n5\r\n", "LLOAB\r\n0\r\n\r\n");

        try (var reply = send()) {
            assertThat(ready(reply, 100)).isEqualTo("HE");
            gate.countDown();
            assertThat(new String(reply.readAll(100), StandardCharsets.UTF_8)).isEqualTo("LLOAB");
        }
    }

    /// Sends the first text at once, the second when the gate opens, and closes.
    private void answer(String first, String second) {
        var opened = new CountDownLatch(1);
        gate = opened;
        upstream.then((_, wire) -> {
            wire.send(first);
            try {
                opened.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted before the gate opened", e);
            }
            wire.send(second).close();
        });
    }

    private UpstreamReply send() throws CallFailed {
        return client.send(TestClient.get(client.origin(upstream.port())));
    }

    private static String ready(UpstreamReply reply, int piece) throws CallFailed {
        var text = new StringBuilder();
        var into = new byte[piece];
        while (reply.ready() > 0) {
            int read = reply.read(into, 0, piece);
            assertThat(read).isPositive();
            text.append(new String(into, 0, read, StandardCharsets.US_ASCII));
        }
        return text.toString();
    }

    private static String said(String wire) {
        return wire.replaceAll("[^A-Z]", "");
    }
}
