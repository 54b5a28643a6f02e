package io.agw.server.plane.llm;

import static org.assertj.core.api.Assertions.assertThat;

import io.agw.server.upstream.FakeUpstream.Behaviour;
import io.agw.server.upstream.LocalClient;
import io.agw.server.upstream.Wire;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Upstreams that refuse a request and stop, or never end, while they say why. Their limits of
/// silence are those of answers: a minute.
@Timeout(30)
final class StoppedRefusalsTest {
    private static final String PLAIN = "{\"model\":\"m\",\"messages\":[]}";

    private final CountDownLatch left = new CountDownLatch(1);
    private PlaneHarness gateway;

    @BeforeEach
    void start() throws IOException {
        gateway = new PlaneHarness(PlaneHarness.SETTINGS, new LocalClient(Duration.ofMillis(100)));
    }

    @AfterEach
    void stop() throws IOException {
        gateway.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: 999\r\n\r\n",
                "Connection: close\r\n\r\n",
                "Transfer-Encoding: chunked\r\n\r\n111\r\n"
            })
    void whatCameBeforeIsUsedAndTheConnectionClosed(String framing) throws Exception {
        gateway.upstream.then(
                stopping(
                        "HTTP/1.1 400 Bad\r\n"
                                + framing
                                + "{\"error\":{\"message\":\"no more than 9\",\"code\":\"context_length_exceeded\",\"param\":\"mess"));

        var reply = gateway.chat(PLAIN);

        assertThat(reply.status()).isEqualTo(400);
        var error = reply.json().path("error");
        assertThat(error.path("code").asString()).isEqualTo("context_length_exceeded");
        assertThat(error.path("message").asString()).isEqualTo("no more than 9");
        assertThat(error.path("param").isNull()).isTrue();
        assertThat(left.await(20, TimeUnit.SECONDS)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "401, 502, upstream_unauthorized",
        "429, 429, rate_limit_exceeded",
        "500, 502, upstream_error",
        "503, 503, upstream_overloaded"
    })
    void statusIsToldWhereNothingElseCame(int status, int told, String code) throws IOException {
        gateway.upstream.then(
                stopping("HTTP/1.1 " + status + " No\r\nContent-Length: 99\r\n\r\n<html>"));

        var reply = gateway.chat(PLAIN);

        assertThat(reply.status()).isEqualTo(told);
        assertThat(gateway.errorCode()).isEqualTo(code);
    }

    @Test
    void aBodyThatDripsIsNotWaitedForEither() throws IOException {
        gateway.upstream.then((_, wire) -> {
            wire.send("HTTP/1.1 429 Slow\r\nContent-Length: 999999\r\n\r\n");
            while (true) {
                wire.send("x");
                wire.pause(Duration.ofMillis(20));
            }
        });

        assertThat(gateway.chat(PLAIN).status()).isEqualTo(429);
    }

    @Test
    void ofABodyWithoutEndTheBeginningIsUsed() throws IOException {
        gateway.upstream.then((_, wire) -> {
            wire.send(
                    "HTTP/1.1 404 Gone\r\n\r\n{\"error\":{\"code\":\"model_not_found\",\"message\":\"");
            while (true) {
                wire.send("x".repeat(8192));
            }
        });

        var reply = gateway.chat(PLAIN);

        assertThat(reply.status()).isEqualTo(404);
        assertThat(reply.json().at("/error/code").asString()).isEqualTo("model_not_found");
    }

    private Behaviour stopping(String begun) {
        return (_, wire) -> {
            wire.send(begun);
            awaitClose(wire);
        };
    }

    private void awaitClose(Wire wire) throws IOException {
        try {
            wire.awaitClose();
        } finally {
            left.countDown();
        }
    }
}
