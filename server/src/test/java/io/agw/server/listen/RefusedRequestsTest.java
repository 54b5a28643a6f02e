package io.agw.server.listen;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What a request must be: a path with one reading, and a body within its limit.
@Timeout(30)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class RefusedRequestsTest {
    private static final int MIB = 1024 * 1024;

    private HttpListener listener;

    @BeforeAll
    void start() {
        listener = TestListener.start(Echo::handle);
    }

    @AfterAll
    void stop() {
        listener.close();
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
        try (var admin = TestListener.start(settings, Echo::handle)) {
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

    /// As libraries of vendors ask for a model whose name holds a slash.
    @Test
    void namesOfModelsMayHoldEncodedSlashes() throws IOException {
        try (var client = new RawClient(listener.port())) {
            assertThat(client.get("/v1/models/openai%2Fgpt-4").answer().body())
                    .contains("/v1/models/openai/gpt-4");
            assertThat(client.get("/v1/models/a%2fb%2Fc").answer().body())
                    .contains("/v1/models/a/b/c");
        }
        for (var path : List.of("/v1/models%2Fa", "/a%2Fb/models/c", "/v1/models/a%2F..%2Fb")) {
            try (var client = new RawClient(listener.port())) {
                assertThat(client.get(path).answer().status()).as(path).isEqualTo(400);
            }
        }
    }
}
