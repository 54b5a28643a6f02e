package io.agw.server.call;

import static io.agw.server.call.TestClient.get;
import static io.agw.server.call.TestClient.post;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agw.server.upstream.FakeUpstream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Which answers are taken, and as what; which are refused, and why.
@Timeout(30)
final class UpstreamAnswersTest {
    private static final String OK = "HTTP/1.1 200 OK\r\n";

    private TestClient client;
    private FakeUpstream upstream;

    @BeforeEach
    void start() throws IOException {
        client = new TestClient();
        upstream = FakeUpstream.start();
    }

    @AfterEach
    void stop() throws IOException {
        client.close();
        upstream.close();
    }

    @Test
    void bodyOfARefusalIsNotWaitedForAsThatOfAnAnswer() throws CallFailed {
        var hasty = new CallSettings(9, 32 * 1024, 100, Duration.ofMillis(50));
        upstream.then(
                (_, wire) ->
                        wire.send("HTTP/1.1 500 Oops\r\nContent-Length: 9\r\n\r\nabc").awaitClose(),
                (_, wire) -> {
                    wire.send(OK + "Content-Length: 9\r\n\r\nabc");
                    wire.pause(Duration.ofMillis(200));
                    wire.send("defghi");
                });

        try (var other = new TestClient(hasty)) {
            var head = post(other.origin(upstream.port()));
            var reply = other.send(head);
            assertThatThrownBy(() -> reply.readAll(99))
                    .isInstanceOfSatisfying(
                            CallFailed.class,
                            e ->
                                    assertThat(e.failure())
                                            .isEqualTo(
                                                    new UpstreamFailure.TimedOut(Deadline.TOTAL)));
            reply.close();
            assertThat(other.exchange(head)).isEqualTo("abcdefghi");
        }
        assertThat(upstream.connections()).isEqualTo(2);
    }

    @Test
    void requestArrivesAsItWasMade() throws CallFailed {
        answer(OK + "Content-Length: 2\r\n\r\nok");
        var origin = client.origin(upstream.port());
        var head =
                RequestHead.of(
                        origin.spec(),
                        "POST",
                        "/v1/x",
                        java.util.List.of(
                                new Header("Authorization", "Bearer k"),
                                new Header("user-agent", "mine")));
        var request =
                new UpstreamRequest(
                        head,
                        java.util.List.of(new Header("traceparent", "00-1")),
                        "{\"a\":1}".getBytes(StandardCharsets.UTF_8),
                        TestClient.SHORT,
                        new Cancellation());

        try (var reply = client.client.send(request)) {
            assertThat(reply.status()).isEqualTo(200);
        }

        var seen = upstream.requests().getFirst();
        assertThat(seen.method()).isEqualTo("POST");
        assertThat(seen.target()).isEqualTo("/v1/x");
        assertThat(seen.text()).isEqualTo("{\"a\":1}");
        assertThat(seen.headers())
                .containsExactly(
                        "Host: 127.0.0.1:" + upstream.port(),
                        "user-agent: mine",
                        "Accept-Encoding: identity",
                        "Authorization: Bearer k",
                        "traceparent: 00-1",
                        "Content-Length: 7");
    }

    @Test
    void largeBodyArrivesWhole() throws CallFailed {
        answer(OK + "Content-Length: 2\r\n\r\nok");
        var body = new byte[3_000_000];
        java.util.Arrays.fill(body, (byte) 'x');

        client.client
                .send(
                        new UpstreamRequest(
                                post(client.origin(upstream.port())),
                                java.util.List.of(),
                                body,
                                TestClient.SHORT,
                                new Cancellation()))
                .close();

        assertThat(upstream.requests().getFirst().body()).isEqualTo(body);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: 5\r\n\r\nhello",
                "content-length:5\r\n\r\nhello",
                "Content-Length: 5 \t\r\nX:\r\nY: \t\r\n\r\nhello",
                "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
                "transfer-encoding: Chunked\r\n\r\n2\r\nhe\r\n003;x=y\r\nllo\r\n0\r\nT: v\r\n\r\n",
                "Connection: close\r\n\r\nhello",
                "\r\nhello",
            })
    void bodyIsReadByItsFraming(String rest) throws CallFailed {
        answer(OK + rest);

        assertThat(exchange()).isEqualTo("hello");
    }

    @Test
    void bodyIsTheSameSplitAtEveryByte() throws CallFailed {
        var text =
                OK + "Transfer-Encoding: chunked\r\n\r\n2\r\nhe\r\n3\r\nllo\r\n0\r\nA: b\r\n\r\n";
        for (int split = 1; split < text.length(); split++) {
            int at = split;
            upstream.then((_, wire) -> {
                wire.send(text.substring(0, at));
                LockSupport.parkNanos(1_000_000);
                wire.send(text.substring(at));
            });
            assertThat(exchange()).as("split at " + split).isEqualTo("hello");
        }
    }

    @Test
    void interimAnswersArePassedOver() throws CallFailed {
        answer(
                "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n"
                        + OK
                        + "Content-Length: 5\r\n\r\nhello");

        assertThat(exchange()).isEqualTo("hello");
    }

    @Test
    void headersAreFoundWhateverTheirCase() throws CallFailed {
        answer(OK + "X-Request-ID:  abc \r\nRETRY-AFTER: 3\r\nContent-Length: 0\r\n\r\n");

        try (var reply = client.send(get(client.origin(upstream.port())))) {
            assertThat(reply.header("x-request-id")).isEqualTo("abc");
            assertThat(reply.header("retry-after")).isEqualTo("3");
            assertThat(reply.header("retry")).isNull();
            assertThat(reply.read(new byte[1], 0, 1)).isEqualTo(-1);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // no HTTP, or another one
                "garbage | Malformed",
                "HTTP/2 200 OK~~ | Malformed",
                "HTTP/1.2 200 OK~Content-Length: 0~~ | Malformed",
                "HTTP/1.1 2000 OK~~ | Malformed",
                "HTTP/1.1 20 OK~~ | Malformed",
                "HTTP/1.1 abc OK~~ | Malformed",
                "HTTP/1.1 099 OK~~ | Malformed",
                "HTTP/1.1 101 Switching~~ | Malformed",
                // headers that two parsers may read in two ways
                "HTTP/1.1 200 OK~Content-Length: 5~Transfer-Encoding: chunked~~0~~ | Malformed",
                "HTTP/1.1 200 OK~Content-Length: 5~Content-Length: 6~~hello | Malformed",
                "HTTP/1.1 200 OK~Content-Length: 5, 5~~hello | Malformed",
                "HTTP/1.1 200 OK~Content-Length: -5~~hello | Malformed",
                "HTTP/1.1 200 OK~Content-Length: +5~~hello | Malformed",
                "HTTP/1.1 200 OK~Content-Length: 0x5~~hello | Malformed",
                "HTTP/1.1 200 OK~Content-Length:~~hello | Malformed",
                "HTTP/1.1 200 OK~Content-Length: 9999999999999999999~~hello | Malformed",
                "HTTP/1.1 200 OK~Transfer-Encoding: gzip~~x | Malformed",
                "HTTP/1.1 200 OK~Transfer-Encoding: gzip, chunked~~x | Malformed",
                "HTTP/1.1 200 OK~Transfer-Encoding: chunked~Transfer-Encoding: chunked~~0~~ | Malformed",
                "HTTP/1.0 200 OK~Transfer-Encoding: chunked~~0~~ | Malformed",
                "HTTP/1.1 200 OK~ folded: x~Content-Length: 0~~ | Malformed",
                "HTTP/1.1 200 OK~Name : x~Content-Length: 0~~ | Malformed",
                "HTTP/1.1 200 OK~: x~Content-Length: 0~~ | Malformed",
                "HTTP/1.1 200 OK~No colon~Content-Length: 0~~ | Malformed",
                "HTTP/1.1 200 OK~Content-Encoding: gzip~Content-Length: 0~~ | Malformed",
                // lengths that lie
                "HTTP/1.1 200 OK~Content-Length: 6~~hello | Reset",
                "HTTP/1.1 200 OK~Transfer-Encoding: chunked~~5~hello~ | Reset",
                "HTTP/1.1 200 OK~Transfer-Encoding: chunked~~5~hel | Reset",
                "HTTP/1.1 200 OK~Transfer-Encoding: chunked~~4~hello~0~~ | Malformed",
                "HTTP/1.1 200 OK~Transfer-Encoding: chunked~~-1~x~ | Malformed",
                "HTTP/1.1 200 OK~Transfer-Encoding: chunked~~x~ | Malformed",
                "HTTP/1.1 200 OK~Transfer-Encoding: chunked~~~ | Malformed",
                "HTTP/1.1 200 OK~Transfer-Encoding: chunked~~ffffffffffffffff1~x | Malformed",
                "HTTP/1.1 200 OK~Transfer-Encoding: chunked~~5x~hello~0~~ | Malformed",
                // too early an end
                "HTTP/1.1 200 OK~Content-Le | Reset",
                "HTTP/1.1 100 Continue~~ | Reset",
            })
    void badAnswersAreRefused(String answer, String expected) {
        answer(answer.replace("~", "\r\n"));

        assertThat(failure().getClass().getSimpleName()).isEqualTo(expected);
    }

    @Test
    void bareLineFeedsAndControlCharactersAreRefused() {
        answer("HTTP/1.1 200 OK\nContent-Length: 0\n\n");
        assertThat(failure()).isInstanceOf(UpstreamFailure.Reset.class);

        answer(OK + "Content-Length: 0\r\nX: a\nInjected: b\r\n\r\n");
        assertThat(failure()).isInstanceOf(UpstreamFailure.Malformed.class);

        answer(OK + "Content-Length: 0\r\nX: a\u0000b\r\n\r\n");
        assertThat(failure()).isInstanceOf(UpstreamFailure.Malformed.class);

        answer(OK + "Transfer-Encoding: chunked\r\n\r\n5\nhello\r\n0\r\n\r\n");
        assertThat(failure()).isInstanceOf(UpstreamFailure.Malformed.class);
    }

    @Test
    void endlessHeadersAreTooLarge() {
        upstream.then((_, wire) -> {
            wire.send(OK);
            while (true) {
                wire.send("X: y\r\n");
            }
        });
        assertThat(failure()).isInstanceOf(UpstreamFailure.TooLarge.class);

        answer(OK + "X: " + "y".repeat(40_000) + "\r\nContent-Length: 0\r\n\r\n");
        assertThat(failure()).isInstanceOf(UpstreamFailure.TooLarge.class);
    }

    @Test
    void headOfManyKilobytesIsTaken() throws CallFailed {
        answer(OK + "Set-Cookie: " + "y".repeat(20_000) + "\r\nContent-Length: 5\r\n\r\nhello");

        assertThat(exchange()).isEqualTo("hello");
    }

    @Test
    void endlessChunkLinesAreRefused() {
        answer(OK + "Transfer-Encoding: chunked\r\n\r\n5;" + "x".repeat(10_000));
        assertThat(failure()).isInstanceOf(UpstreamFailure.Malformed.class);

        answer(OK + "Transfer-Encoding: chunked\r\n\r\n0\r\n" + "A: b\r\n".repeat(100));
        assertThat(failure()).isInstanceOf(UpstreamFailure.Malformed.class);
    }

    @Test
    void bodyOverTheCallersLimitIsTooLarge() {
        answer(OK + "Content-Length: 2000000\r\n\r\n" + "x".repeat(2_000_000));

        assertThat(failure()).isInstanceOf(UpstreamFailure.TooLarge.class);
    }

    @Test
    void headersCannotBreakOutOfTheirLine() {
        for (var value :
                new String[] {"a\r\nb: c", "a\nb", "a\u0000", "a\u007f", "é€", " a", "a "}) {
            assertThatThrownBy(() -> new Header("x", value))
                    .as(value)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageNotContaining("b: c");
        }
        for (var name : new String[] {"", "a b", "a:", "a\n", "é"}) {
            assertThatThrownBy(() -> new Header(name, "x"))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        var origin = client.origin(1);
        assertThatThrownBy(() ->
                        RequestHead.of(
                                origin.spec(),
                                "POST",
                                "/",
                                java.util.List.of(new Header("Transfer-Encoding", "x"))))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> RequestHead.of(origin.spec(), "GET", "/a b", java.util.List.of()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private void answer(String text) {
        upstream.then((_, wire) -> {
            wire.send(text);
            wire.close();
        });
    }

    private String exchange() throws CallFailed {
        return client.exchange(post(client.origin(upstream.port())));
    }

    private UpstreamFailure failure() {
        try {
            throw new AssertionError("answered: " + exchange());
        } catch (CallFailed e) {
            return e.failure();
        }
    }
}
