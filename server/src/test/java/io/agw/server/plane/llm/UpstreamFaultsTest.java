package io.agw.server.plane.llm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.agw.server.upstream.Behaviours;
import io.agw.server.upstream.FakeUpstream.Behaviour;
import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.json.JsonMapper;

/// What a client is told, and what is recorded, when an upstream answers nothing that can be used.
@Timeout(60)
final class UpstreamFaultsTest {
    private static final String PLAIN = "{\"model\":\"gpt-x\",\"messages\":[]}";
    private static final String STREAMED = "{\"model\":\"gpt-x\",\"messages\":[],\"stream\":true}";

    private PlaneHarness gateway;

    @BeforeEach
    void start() throws IOException {
        gateway = new PlaneHarness(Behaviours.openAi());
    }

    @AfterEach
    void stop() throws IOException {
        gateway.close();
    }

    static Stream<Arguments> faultsBeforeTheFirstByte() {
        var json = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n";
        return Stream.of(
                arguments("reset", Behaviours.reset(), 502, "upstream_reset"),
                arguments("hang", Behaviours.hang(), 504, "upstream_timeout"),
                arguments("garbage", Behaviours.raw("garbage"), 502, "upstream_malformed"),
                arguments("half a head", Behaviours.raw("HTTP/1.1 200"), 502, "upstream_reset"),
                arguments(
                        "html",
                        Behaviours.raw(head("200 OK", "Content-Type: text/html") + "<html></html>"),
                        502,
                        "upstream_malformed"),
                arguments(
                        "redirect",
                        Behaviours.raw(
                                head(
                                        "302 Found",
                                        "Location: http://169.254.169.254/",
                                        "Content-Length: 0")),
                        502,
                        "upstream_redirected"),
                arguments(
                        "compressed",
                        Behaviours.raw(json + "Content-Encoding: gzip\r\n\r\nxx"),
                        502,
                        "upstream_malformed"),
                arguments(
                        "length too long",
                        Behaviours.raw(json + "Content-Length: 9999\r\n\r\n{}"),
                        502,
                        "upstream_reset"),
                arguments(
                        "half a document",
                        Behaviours.raw(json + "\r\n{\"choices\":["),
                        502,
                        "upstream_malformed"),
                arguments(
                        "not UTF-8",
                        (Behaviour)
                                (_, wire) ->
                                        wire.send(json + "Content-Length: 8\r\n\r\n{\"a\":\"")
                                                .send(new byte[] {(byte) 0xff, '"', '}'}),
                        502,
                        "upstream_malformed"),
                arguments(
                        "error with status 200",
                        Behaviours.json(200, "{\"error\":{\"message\":\"x\"}}"),
                        502,
                        "upstream_error"),
                arguments(
                        "too large",
                        (Behaviour)
                                (_, wire) -> {
                                    wire.send(json + "\r\n{\"a\":\"");
                                    for (int i = 0; i < 100; i++) {
                                        wire.send("x".repeat(20_000));
                                    }
                                },
                        502,
                        "upstream_too_large"),
                arguments(
                        "drip",
                        (Behaviour)
                                (_, wire) -> {
                                    wire.send("HTTP/1.1 200 OK\r\nX: ");
                                    while (true) {
                                        wire.send("y");
                                        java.util.concurrent.locks.LockSupport.parkNanos(
                                                50_000_000);
                                    }
                                },
                        504,
                        "upstream_timeout"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("faultsBeforeTheFirstByte")
    void plainTurnIsAnsweredWithAStatus(String name, Behaviour fault, int status, String code)
            throws IOException {
        gateway.upstream.then(fault);

        var reply = gateway.chat(PLAIN);

        assertThat(reply.status()).as(name).isEqualTo(status);
        assertThat(error(reply, "code")).isEqualTo(code);
        assertThat(error(reply, "type")).isEqualTo("api_error");
        assertThat(gateway.usage().outcome()).isEqualTo("upstream_error");
        assertThat(gateway.usage().errorCode()).isEqualTo(code);
        assertThat(gateway.usage().status()).isEqualTo(status);
        assertThat(gateway.spans())
                .anySatisfy(span -> assertThat(span.status()).isEqualTo("error"));
    }

    @Test
    void usageThatCannotBeBelievedIsReplacedByAnEstimate() throws IOException {
        gateway.upstream.then(
                Behaviours.json(
                        200,
                        "{\"choices\":[],\"usage\":{\"prompt_tokens\":-5,"
                                + "\"completion_tokens\":1000000000000000000}}"));

        assertThat(gateway.chat(PLAIN).status()).isEqualTo(200);

        assertThat(gateway.usage().estimated()).isTrue();
        assertThat(gateway.usage().inputTokens()).isBetween(0L, 100L);
        assertThat(gateway.usage().outputTokens()).isBetween(0L, 100L);
    }

    @Test
    void upstreamIsAskedAgainWhileNothingHasBeenSent() throws IOException {
        gateway.use(gateway.direct("max_retries: 2, retry_delay_seconds: 0"));
        gateway.upstream.then(
                Behaviours.json(503, "{}"), Behaviours.json(500, "{}"), Behaviours.openAi());

        assertThat(gateway.chat(STREAMED).status()).isEqualTo(200);

        assertThat(gateway.upstream.requests()).hasSize(3);
        assertThat(gateway.usage().attempts()).isEqualTo(3);
        assertThat(gateway.spans()).hasSize(5);
    }

    private static String head(String status, String... headers) {
        return "HTTP/1.1 " + status + "\r\n" + String.join("\r\n", headers) + "\r\n\r\n";
    }

    private static String error(CollectingSink reply, String member) {
        return JsonMapper.shared().readTree(reply.text()).path("error").path(member).asString("");
    }
}
