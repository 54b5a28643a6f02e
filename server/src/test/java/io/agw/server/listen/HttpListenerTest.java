package io.agw.server.listen;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agw.server.turn.Received;
import io.agw.server.turn.Refusal;
import io.agw.server.turn.ReplySink;
import io.agw.server.turn.TurnRefused;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class HttpListenerTest {
    private static final int MIB = 1024 * 1024;

    private HttpListener listener;

    @BeforeAll
    void start() {
        listener = TestListener.start(HttpListenerTest::handle);
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

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/a/b | /a/b",
                "/a//b | /a/b",
                "//a | /a",
                "/a%20b | '/a b'",
                "/caf%C3%A9 | /café",
                "/a.b/..c/d.. | /a.b/..c/d..",
                "/%252e%252e/x | /%2e%2e/x",
                "/a/ | /a/",
            })
    void aPathIsDecodedOnce(String raw, String path) throws IOException {
        try (var client = new RawClient(listener.port())) {
            assertThat(client.get(raw).answer().body()).contains(" " + path + " ");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/x/../ok",
                "/x/..",
                "/./ok",
                "/x/%2e%2e/ok",
                "/x/%2E./ok",
                "/x/..;a=b/ok",
                "/x%2fok",
                "/x%2Fok",
                "/x%5cok",
                "/x\\ok",
                "/x%00ok",
                "/x%0d%0aok",
                "/x%7fok",
                "/x%c0%af",
                "/x%ff",
                "/x%ed%a0%80",
                "/x%",
                "/x%2",
                "/x%zz",
                "http://other/ok",
                "ok",
                "*",
            })
    void aPathWithTwoReadingsIsRefused(String path) throws IOException {
        try (var client = new RawClient(listener.port())) {
            assertThat(client.get(path).answer().status()).isEqualTo(400);
            assertThat(client.isClosedByPeer()).isTrue();
        }
    }

    @Test
    void tooLargeABodyIs413BeforeItIsRead() throws IOException {
        try (var client = new RawClient(listener.port())) {
            client.send(
                    "POST /echo HTTP/1.1\r\nHost: test\r\nContent-Length: "
                            + (20 * MIB + 1)
                            + "\r\n\r\nx");

            var answer = client.answer();

            assertThat(answer.status()).isEqualTo(413);
            assertThat(answer.body()).contains("request_too_large");
        }
    }

    @Test
    void aClientThatIsStillSendingSeesThe413() throws IOException {
        try (var client = new RawClient(listener.port())) {
            client.send(
                    "POST /echo HTTP/1.1\r\nHost: test\r\nContent-Length: "
                            + (20 * MIB + 1)
                            + "\r\n\r\n");
            for (int i = 0; i < 20; i++) {
                client.send("x".repeat(MIB));
            }

            assertThat(client.answer().status()).isEqualTo(413);
        }
    }

    @Test
    void tooLargeAChunkedBodyIs413() throws IOException {
        try (var client = new RawClient(listener.port())) {
            client.send("POST /echo HTTP/1.1\r\nHost: test\r\nTransfer-Encoding: chunked\r\n\r\n");
            for (int i = 0; i < 20; i++) {
                client.send("100000\r\n" + "x".repeat(MIB) + "\r\n");
            }
            client.send("1\r\nx\r\n0\r\n\r\n");

            assertThat(client.answer().status()).isEqualTo(413);
        }
    }

    @Test
    void theLimitOfABodyDependsOnThePath() throws IOException {
        var settings = ListenerSettings.admin("127.0.0.1", 0, java.util.Optional.empty());
        try (var admin = TestListener.start(settings, HttpListenerTest::handle)) {
            try (var client = new RawClient(admin.port())) {
                var headers = " HTTP/1.1\r\nHost: test\r\nContent-Length: " + 2 * MIB + "\r\n\r\n";
                client.send("POST /admin/bundle/plan" + headers + "x".repeat(2 * MIB));
                assertThat(client.answer().status()).isEqualTo(200);

                client.send("POST /admin/providers" + headers);
                var answer = client.answer();
                assertThat(answer.status()).isEqualTo(413);
                assertThat(answer.body())
                        .isEqualTo(
                                "{\"error\":\"request body is too large (expected: <= 1048576 bytes)\",\"code\":\"request_too_large\"}");
            }
            try (var client = new RawClient(admin.port())) {
                assertThat(client.get("/admin/models/a%2Fb").answer().body()).contains("/a/b ");
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "414 | request_line_too_long | GET /{5000} HTTP/1.1~Host: test~~",
                "431 | headers_too_large | GET / HTTP/1.1~Host: test~x: {20000}~~",
                "400 | too_many_headers | GET / HTTP/1.1~Host: test~[101]~",
                "400 | malformed_request | GET / HTTP/1.1~~",
                "400 | malformed_request | GET / HTTP/1.1~Host: a~Host: b~~",
                "400 | malformed_request | POST / HTTP/1.1~Host: a~Content-Length: 1~Transfer-Encoding: chunked~~",
                "400 | malformed_request | POST / HTTP/1.1~Host: a~Content-Length: 1~Content-Length: 2~~xx",
                "400 | malformed_request | POST / HTTP/1.1~Host: a~Content-Length: -1~~",
                "400 | malformed_request | POST / HTTP/1.1~Host: a~Transfer-Encoding: chunked~~zz~",
                "501 | unsupported_transfer_encoding | POST / HTTP/1.1~Host: a~Transfer-Encoding: gzip, chunked~~",
                "415 | unsupported_encoding | POST / HTTP/1.1~Host: a~Content-Length: 1~Content-Encoding: gzip~~x",
                "400 | malformed_request | GARBAGE~~",
                "505 | http_version_not_supported | GET / HTTP/1.0~Host: a~~",
            })
    void whatIsNotARequestIsRefused(int status, String code, String request) throws IOException {
        try (var client = new RawClient(listener.port())) {
            client.send(expand(request));

            var answer = client.answer();

            assertThat(answer.status()).isEqualTo(status);
            assertThat(answer.body()).contains("\"" + code + "\"");
            assertThat(answer.headers()).containsKey("x-request-id");
            assertThat(client.isClosedByPeer()).isTrue();
        }
    }

    @Test
    void anAddressInUseIsOneClearLine() {
        var settings =
                ListenerSettings.data("127.0.0.1", listener.port(), java.util.Optional.empty());

        assertThatThrownBy(() -> TestListener.start(settings, HttpListenerTest::handle))
                .isInstanceOf(ListenFailure.class)
                .hasMessage(
                        "data listener cannot listen on 127.0.0.1:"
                                + listener.port()
                                + ": address already in use");
    }

    private static String expand(String request) {
        var headers = new StringBuilder();
        for (int i = 0; i < 101; i++) {
            headers.append("x-").append(i).append(": 1\r\n");
        }
        return request.replace("{5000}", "a".repeat(5_000))
                .replace("{20000}", "a".repeat(20_000))
                .replace("~", "\r\n")
                .replace("[101]", headers);
    }

    private static void handle(Received received, ReplySink sink) throws IOException {
        switch (received.path()) {
            case "/none" ->
                    throw new TurnRefused(
                            new Refusal(
                                    404,
                                    "route_not_found",
                                    "no \"route\"",
                                    Duration.ofMillis(1_500)));
            case "/broken" -> throw new IllegalStateException("secret");
            case "/silent" -> {}
            default -> sink.send(200, Map.of("content-type", "text/plain"), text(received));
        }
    }

    private static byte[] text(Received received) {
        var text =
                received.method()
                        + " "
                        + received.host()
                        + " "
                        + received.path()
                        + " "
                        + received.query()
                        + " "
                        + received.remoteAddress()
                        + " "
                        + new String(received.body(), UTF_8);
        return text.getBytes(UTF_8);
    }
}
