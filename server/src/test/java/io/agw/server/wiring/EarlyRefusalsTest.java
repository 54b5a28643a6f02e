package io.agw.server.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What the HTTP server refuses by itself, before anybody has seen a request, has the error shape
/// of the API that the client speaks: by the route, or by what the path looks like where there is
/// none.
@Timeout(60)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class EarlyRefusalsTest {
    private static final String BUNDLE =
            """
            apiVersion: gateway.agw/v1alpha1
            kind: GatewayBundle
            providers: [{id: echo, provider_type: echo}]
            llmRoutes:
              - {id: o, protocol: openai, match_policy: {path_prefix: /o},
                 target_policy: {type: direct-provider, provider_id: echo}}
              - {id: g, protocol: gemini, match_policy: {path_prefix: /g},
                 target_policy: {type: direct-provider, provider_id: echo}}
              - {id: r, protocol: openai, match_policy: {path_prefix: /r},
                 target_policy: {type: direct-provider, provider_id: echo}}
              - {id: a, protocol: anthropic, match_policy: {path_prefix: /a},
                 target_policy: {type: direct-provider, provider_id: echo}}
            """;

    /// Paths of each shape, first those of routes.
    private static final Map<String, List<String>> PATHS =
            Map.of(
                    "openai",
                    List.of("/o/v1/chat/completions", "/o/v1/messages", "/x/responses", "/x"),
                    "anthropic",
                    List.of("/a/v1/messages", "/a/x", "/x/v1/messages", "/messages/count_tokens"),
                    "gemini",
                    List.of(
                            "/g/v1beta/models/m:generateContent",
                            "/g/x",
                            "/x/models/m:streamGenerateContent",
                            "/x/v1beta/models"));

    /// `~` ends a line, `*` is the path.
    private static final List<String> REQUESTS =
            List.of(
                    "414 | request_line_too_long | POST *?{5000} HTTP/1.1~Host: test~~",
                    "431 | headers_too_large | POST * HTTP/1.1~Host: test~x: {20000}~~",
                    "400 | too_many_headers | POST * HTTP/1.1~Host: test~[101]~",
                    "400 | malformed_request | POST * HTTP/1.1~~",
                    "400 | malformed_request | POST * HTTP/1.1~Host: a~Host: b~~",
                    "400 | malformed_request | POST * HTTP/1.1~Host: a~: b~~",
                    "400 | malformed_request | POST * HTTP/1.1~Host: a~Content-Length: -1~~",
                    "400 | malformed_request | POST * HTTP/1.1~Host: a~Transfer-Encoding: chunked~~zz~",
                    "400 | malformed_request | P[]ST * HTTP/1.1~Host: a~~",
                    "400 | malformed_request | POST * HTTP/9.9~Host: a~~",
                    "400 | malformed_request | POST *~~",
                    "501 | unsupported_transfer_encoding | POST * HTTP/1.1~Host: a~Transfer-Encoding: gzip, chunked~~",
                    "415 | unsupported_encoding | POST * HTTP/1.1~Host: a~Content-Length: 1~Content-Encoding: gzip~~x",
                    "505 | http_version_not_supported | POST * HTTP/1.0~Host: a~~");

    private Path folder;
    private RunningGateway gateway;

    @BeforeAll
    void start(@TempDir Path given) {
        folder = given;
        gateway = RunningGateway.start(folder, Map.of());
        var applied = gateway.admin("POST", "/admin/bundle/apply", BUNDLE);
        assertThat(applied.status()).as(applied.text()).isEqualTo(200);
    }

    @AfterAll
    void stop() {
        gateway.close();
    }

    static Stream<Arguments> refusals() {
        return PATHS.entrySet().stream()
                .flatMap(shape ->
                        shape.getValue().stream()
                                .flatMap(path ->
                                        REQUESTS.stream()
                                                .map(request ->
                                                        Arguments.of(
                                                                shape.getKey(), path, request))));
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void refusalHasTheShapeOfTheClientsApi(String shape, String path, String row)
            throws IOException {
        var cells = row.split(" \\| ", 3);
        int status = Integer.parseInt(cells[0]);

        var answer = ask(expand(cells[2].replace("*", path)));

        assertThat(answer.head()).startsWith("HTTP/1.1 " + status + " ").contains("x-request-id");
        assertShape(answer.body(), shape, status, cells[1]);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/x/v1/messages", "/nothing", "/x/models/m:countTokens"})
    void aRequestThatNoRouteTakesIsToldSoInTheShapeThatItLooksLike(String path) throws IOException {
        var answer = ask("POST " + path + " HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n");

        var shape =
                path.contains("messages")
                        ? "anthropic"
                        : path.contains("models") ? "gemini" : "openai";
        assertShape(answer.body(), shape, 404, "route_not_found");
    }

    /// A line that comes in pieces says the same as one that comes at once.
    @Test
    void aLineMayComeInPieces() throws IOException {
        try (var socket = connect()) {
            var line = "POST /g/v1beta/models/m:generateContent HTTP/9.9\r\nHost: a\r\n\r\n";
            for (byte octet : line.getBytes(StandardCharsets.US_ASCII)) {
                socket.getOutputStream().write(octet);
                socket.getOutputStream().flush();
            }
            assertShape(Answer.read(socket).body(), "gemini", 400, "malformed_request");
        }
    }

    @Test
    void theNextRequestOfAConnectionIsToldByItsOwnLine() throws IOException {
        try (var socket = connect()) {
            var first = "GET /health HTTP/1.1\r\nHost: a\r\n\r\n";
            socket.getOutputStream().write(first.getBytes(StandardCharsets.US_ASCII));
            var in = socket.getInputStream();
            var seen = new StringBuilder();
            while (seen.indexOf("\"ok\"}") < 0) {
                seen.append((char) in.read());
            }
            var second = expand("POST /a/v1/messages?{5000} HTTP/1.1~Host: a~~");
            socket.getOutputStream().write(second.getBytes(StandardCharsets.US_ASCII));
            assertShape(Answer.read(socket).body(), "anthropic", 414, "request_line_too_long");
        }
    }

    @Test
    void whatARouteWasAskedIsRecorded() throws IOException {
        ask(expand("POST /r/v1/messages?{5000} HTTP/1.1~Host: test~~"));

        await().until(() ->
                new UsageRows(folder)
                        .rows().stream()
                                .anyMatch(row ->
                                        "r".equals(row.route())
                                                && row.outcome().equals("refused")));
    }

    private static void assertShape(JsonNode body, String shape, int status, String code) {
        switch (shape) {
            case "openai" -> {
                assertThat(body.propertyNames()).as(body.toString()).containsExactly("error");
                assertThat(body.at("/error/code").asString()).isEqualTo(code);
                assertThat(body.path("error").propertyNames()).contains("message", "type", "param");
            }
            case "anthropic" -> {
                assertThat(body.path("type").asString("")).as(body.toString()).isEqualTo("error");
                assertThat(body.path("request_id").asString("")).isNotEmpty();
                assertThat(body.at("/error/code").asString()).isEqualTo(code);
            }
            default -> {
                assertThat(body.at("/error/code").asInt(0)).as(body.toString()).isEqualTo(status);
                assertThat(body.at("/error/status").asString("")).isNotEmpty();
                assertThat(body.at("/error/details/0/reason").asString()).isEqualTo(code);
            }
        }
    }

    private Answer ask(String request) throws IOException {
        try (var socket = connect()) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().flush();
            socket.shutdownOutput();
            return Answer.read(socket);
        }
    }

    private Socket connect() throws IOException {
        int port = URI.create(gateway.baseUrl()).getPort();
        var socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(20_000);
        return socket;
    }

    private static String expand(String request) {
        return request.replace("{5000}", "a".repeat(5_000))
                .replace("{20000}", "a".repeat(20_000))
                .replace("[101]", numbered(101))
                .replace("~", "\r\n");
    }

    private static String numbered(int count) {
        return IntStream.range(0, count)
                .mapToObj("x%d: y~"::formatted)
                .collect(Collectors.joining());
    }

    private record Answer(String head, JsonNode body) {
        /// Reads to the end of the connection.
        static Answer read(Socket socket) throws IOException {
            var text = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            int end = text.indexOf("\r\n\r\n");
            assertThat(end).as(text).isPositive();
            return new Answer(
                    text.substring(0, end), JsonMapper.shared().readTree(text.substring(end + 4)));
        }
    }
}
