package io.agw.server.listen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Requests that are answered, and what every answer carries.
@Timeout(30)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class HttpListenerTest {
    private HttpListener listener;

    @BeforeAll
    void start() {
        listener = TestListener.start(Echo::handle);
    }

    @AfterAll
    void stop() {
        listener.close();
    }

    @Test
    void aBodyComesBackAndTheConnectionStaysOpen() throws IOException {
        try (var client = new RawClient(listener.port())) {
            for (int i = 0; i < 3; i++) {
                client.send(
                        "POST /echo?a=b HTTP/1.1\r\nHost: Test.:8080\r\nContent-Length: 5\r\n\r\nhello");

                var answer = client.answer();

                assertThat(answer.status()).isEqualTo(200);
                assertThat(answer.body()).isEqualTo("POST test /echo a=b 127.0.0.1 hello");
                assertThat(answer.headers()).doesNotContainKey("connection");
            }
        }
    }

    @Test
    void aChunkedBodyIsReadWhole() throws IOException {
        try (var client = new RawClient(listener.port())) {
            client.send("POST /echo HTTP/1.1\r\nHost: test\r\nTransfer-Encoding: chunked\r\n\r\n");
            client.send("3\r\nhel\r\n2\r\nlo\r\n0\r\n\r\n");

            assertThat(client.answer().body()).endsWith(" hello");
        }
    }

    @Test
    void connectionCloseIsKept() throws IOException {
        try (var client = new RawClient(listener.port())) {
            client.send("GET /echo HTTP/1.1\r\nHost: test\r\nConnection: close\r\n\r\n");

            var answer = client.answer();

            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.headers()).containsEntry("connection", "close");
            assertThat(client.isClosedByPeer()).isTrue();
        }
    }

    @Test
    void requestsSentAheadAreAnsweredInOrder() throws IOException {
        try (var client = new RawClient(listener.port())) {
            client.get("/first").get("/second").get("/third");

            assertThat(client.answer().body()).contains("/first");
            assertThat(client.answer().body()).contains("/second");
            assertThat(client.answer().body()).contains("/third");
        }
    }

    @Test
    void everyAnswerCarriesTheRequestId() throws IOException {
        try (var client = new RawClient(listener.port())) {
            for (var path : new String[] {"/echo", "/none", "/broken", "/health", "/a/../b"}) {
                client.send(
                        "GET " + path + " HTTP/1.1\r\nHost: test\r\nX-Request-Id: Ab-1._\r\n\r\n");
                assertThat(client.answer().headers())
                        .as(path)
                        .containsEntry("x-request-id", "Ab-1._");
                if (path.contains("..")) {
                    return;
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "naïve", "semi;colon", "quote\""})
    void aMalformedRequestIdIsReplaced(String id) throws IOException {
        try (var client = new RawClient(listener.port())) {
            client.send("GET /echo HTTP/1.1\r\nHost: test\r\nx-request-id: " + id + "\r\n\r\n");

            assertThat(client.answer().headers().get("x-request-id"))
                    .isNotEqualTo(id)
                    .matches("[0-9a-f]{12}-[0-9a-z]+");
        }
    }

    @Test
    void aRequestIdOfMoreThan128CharactersIsReplaced() throws IOException {
        try (var client = new RawClient(listener.port())) {
            client.send(
                    "GET /echo HTTP/1.1\r\nHost: test\r\nx-request-id: "
                            + "a".repeat(129)
                            + "\r\n\r\n");

            assertThat(client.answer().headers().get("x-request-id")).hasSizeLessThan(40);
        }
    }

    @Test
    void aRefusalHasTheShapeThatBothDialectsRead() throws IOException {
        try (var client = new RawClient(listener.port())) {
            var answer = client.get("/none").answer();

            assertThat(answer.status()).isEqualTo(404);
            assertThat(answer.headers())
                    .containsEntry("content-type", "application/json")
                    .containsEntry("retry-after", "2");
            assertThat(answer.body())
                    .isEqualTo(
                            "{\"type\":\"error\",\"error\":{\"type\":\"not_found_error\",\"code\":\"route_not_found\",\"message\":\"no \\\"route\\\"\",\"param\":null}}");
        }
    }

    @Test
    void aDefectAnswers500WithoutItsMessage() throws IOException {
        try (var client = new RawClient(listener.port())) {
            var answer = client.get("/broken").answer();

            assertThat(answer.status()).isEqualTo(500);
            assertThat(answer.body()).contains("internal_error").doesNotContain("secret");
            assertThat(client.get("/echo").answer().status()).isEqualTo(200);
        }
    }

    @Test
    void aHandlerThatSaysNothingAnswers500() throws IOException {
        try (var client = new RawClient(listener.port())) {
            assertThat(client.get("/silent").answer().status()).isEqualTo(500);
        }
    }

    @Test
    void headHasNoBody() throws IOException {
        try (var client = new RawClient(listener.port())) {
            client.send("HEAD /echo HTTP/1.1\r\nHost: test\r\n\r\n");
            client.send("GET /health HTTP/1.1\r\nHost: test\r\nConnection: close\r\n\r\n");

            assertThat(client.rest().split("\r\n\r\n"))
                    .hasSize(3)
                    .satisfies(parts -> assertThat(parts[1]).startsWith("HTTP/1.1 200"));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "/health, 200, ok",
        "/health/live, 200, ok",
        "/health/ready, 200, ok",
        "/health/other, 200, /health/other",
    })
    void healthIsOpenAndSaysLittle(String path, int status, String body) throws IOException {
        try (var client = new RawClient(listener.port())) {
            var answer = client.get(path).answer();

            assertThat(answer.status()).isEqualTo(status);
            assertThat(answer.body()).contains(body);
        }
    }

    @Test
    void notReadyAnswers503() throws IOException {
        try (var unready = new HttpListener(TestListener.data(), () -> false, (_, _) -> {})) {
            unready.start();
            try (var client = new RawClient(unready.port())) {
                assertThat(client.get("/health/ready").answer().status()).isEqualTo(503);
                assertThat(client.get("/health/live").answer().status()).isEqualTo(200);
            }
        }
    }

    @Test
    void anAddressInUseIsOneClearLine() {
        var settings =
                ListenerSettings.data("127.0.0.1", listener.port(), java.util.Optional.empty());

        assertThatThrownBy(() -> TestListener.start(settings, Echo::handle))
                .isInstanceOf(ListenFailure.class)
                .hasMessage(
                        "data listener cannot listen on 127.0.0.1:"
                                + listener.port()
                                + ": address already in use");
    }
}
