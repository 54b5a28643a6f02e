package io.agw.server.listen;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/// What is malformed is refused, its connection is closed, and nobody behind the listener hears of
/// it or of what it carries along.
@Timeout(60)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class MalformedRequestsTest {
    private final List<String> served = new CopyOnWriteArrayList<>();
    private HttpListener listener;

    @BeforeAll
    void start() {
        listener =
                TestListener.start((received, sink) -> {
                    served.add(received.path());
                    Echo.handle(received, sink);
                });
    }

    @AfterAll
    void stop() {
        listener.close();
    }

    @ParameterizedTest(name = "{index}")
    @MethodSource("io.agw.server.listen.MalformedRequests#all")
    void nothingMalformedIsServed(String request) throws IOException {
        try (var client = new RawClient(listener.port())) {
            client.send(request.replace("~", "\r\n"));
            assertRefused(client, request);
        }
    }

    @ParameterizedTest(name = "{index}")
    @MethodSource("io.agw.server.listen.MalformedRequests#chunkBodies")
    void norIsAMalformedBodyThatComesBehindItsHead(String body) throws IOException {
        try (var client = new RawClient(listener.port())) {
            client.send(MalformedRequests.CHUNKED_HEAD.replace("~", "\r\n"));
            assertThat(client.answer().status()).isEqualTo(100);
            client.send(body.replace("~", "\r\n"));
            assertRefused(client, body);
        }
    }

    /// Whether they come with the head or behind it, and what follows them is the next request.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "3;a~abc~0~~ | abc",
                "2;chunk-signature=0f~ab~1~c~0;x=\"y;z\"~Sum: 1~Content-Length: 5~~ | abc",
                "0;a~A: b~~ | ''"
            })
    void extensionsAndTrailersArePassedOver(String body, String read) throws IOException {
        var head = MalformedRequests.CHUNKED_HEAD.replace("Expect: 100-continue~", "");
        for (boolean together : new boolean[] {true, false}) {
            try (var client = new RawClient(listener.port())) {
                var request = (head + body).replace("~", "\r\n");
                if (together) {
                    client.send(request + request);
                } else {
                    for (char c : (request + request).toCharArray()) {
                        client.send(String.valueOf(c));
                    }
                }
                for (int i = 0; i < 2; i++) {
                    var answer = client.answer();
                    assertThat(answer.status()).isEqualTo(200);
                    assertThat(answer.body()).endsWith(" " + read);
                }
            }
        }
        served.clear();
    }

    @Test
    void theTableHoldsWhatItIsSaidTo() {
        assertThat(MalformedRequests.all()).hasSizeGreaterThan(200).doesNotHaveDuplicates();
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
    void theRefusalSaysWhatIsWrong(int status, String code, String request) throws IOException {
        try (var client = new RawClient(listener.port())) {
            client.send(expand(request));

            var answer = client.answer();

            assertThat(answer.status()).isEqualTo(status);
            assertThat(answer.body()).contains("\"" + code + "\"");
            assertThat(answer.headers()).containsKey("x-request-id");
            client.socket().shutdownOutput(); // else what is still sent is taken for a second
            assertThat(client.isClosedByPeer()).isTrue();
        }
    }

    /// An answer at most, no other behind it, and nothing is in the way of the next client.
    private void assertRefused(RawClient client, String request) throws IOException {
        client.socket().shutdownOutput();

        assertThat(client.rest())
                .as(shown(request))
                .matches("(?s)|HTTP/1\\.1 (4\\d\\d|501|505) (?!.*HTTP/1\\.1 ).*");
        assertThat(served).as(shown(request)).isEmpty();
        try (var next = new RawClient(listener.port())) {
            assertThat(next.get("/good").answer().status()).isEqualTo(200);
        }
        served.clear();
    }

    private static String shown(String request) {
        var text = new StringBuilder();
        for (char c : request.substring(0, Math.min(100, request.length())).toCharArray()) {
            text.append(c >= ' ' && c < 0x7f ? "" + c : "\\x%02x".formatted((int) c));
        }
        return text.toString();
    }

    private static String expand(String request) {
        return request.replace("{5000}", "a".repeat(5_000))
                .replace("{20000}", "a".repeat(20_000))
                .replace("[101]", MalformedRequests.numbered(101))
                .replace("~", "\r\n");
    }
}
