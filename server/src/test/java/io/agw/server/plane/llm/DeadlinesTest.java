package io.agw.server.plane.llm;

import static io.agw.server.upstream.Behaviours.chunk;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.agw.server.upstream.Behaviours;
import io.agw.server.upstream.FakeUpstream.Behaviour;
import java.io.IOException;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/// Which time limit ends a request, and what the client is told of it.
@Timeout(60)
final class DeadlinesTest extends PlaneTest {
    private static final String PLAIN = "{\"model\":\"gpt-x\",\"messages\":[]}";
    private static final String STREAMED = "{\"model\":\"gpt-x\",\"messages\":[],\"stream\":true}";
    private static final String ROLE =
            "data: {\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\"\"}}]}\n\n";

    /// One byte after the other, as long as anybody listens.
    private static Behaviour dripping(String head, String drop) {
        return (_, wire) -> {
            wire.send(head);
            while (true) {
                wire.send(drop);
                wire.pause(Duration.ofMillis(20));
            }
        };
    }

    static Stream<Arguments> limits() {
        var json =
                "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 9999\r\n\r\n";
        return Stream.of(
                arguments("first_byte: 200ms", "", PLAIN, Behaviours.hang(), "first_byte"),
                arguments(
                        "first_byte: 1h",
                        "first_byte: 200ms",
                        PLAIN,
                        Behaviours.hang(),
                        "first_byte"),
                arguments("first_token: 200ms", "", STREAMED, Behaviours.hang(), "first_token"),
                arguments(
                        "first_token: 200ms",
                        "",
                        STREAMED,
                        Behaviours.silentAfter(),
                        "first_token"),
                arguments(
                        "first_token: 200ms",
                        "",
                        STREAMED,
                        dripping(Behaviours.STREAM_HEAD, "3\r\n:\n\n\r\n"),
                        "first_token"),
                arguments("idle: 200ms", "", PLAIN, dripping(json, ""), "idle"),
                arguments("total: 200ms", "", PLAIN, Behaviours.hang(), "total"),
                arguments("total: 300ms", "", PLAIN, dripping(json, " "), "total"),
                arguments("", "total: 200ms", PLAIN, Behaviours.hang(), "total"));
    }

    @ParameterizedTest(name = "{0} {1} {4}")
    @MethodSource("limits")
    void limitThatPassesBeforeTheAnswerIsNamed(
            String provider, String route, String body, Behaviour upstream, String named)
            throws IOException {
        gateway.use(gateway.limited(provider, route));
        gateway.upstream.then(upstream);

        var reply = gateway.chat(body);

        assertThat(reply.status()).isEqualTo(504);
        var error = JsonMapper.shared().readTree(reply.text()).path("error");
        assertThat(error.path("code").asString("")).isEqualTo("upstream_timeout");
        assertThat(error.path("message").asString("")).contains("is late: " + named);
        assertThat(reply.headers()).containsEntry("x-agw-attempts", "1");
    }

    @Test
    void limitThatPassesWithinAStreamIsNamedInItsLastEvent() throws IOException {
        gateway.use(gateway.limited("idle: 200ms", ""));
        gateway.upstream.then(Behaviours.silentAfter(chunk("Hel")));
        assertThat(gateway.chat(STREAMED).text())
                .startsWith(chunk("Hel"))
                .contains("is late: idle")
                .doesNotContain("[DONE]");

        gateway.use(gateway.limited("first_token: 200ms", ""));
        gateway.upstream.then(Behaviours.silentAfter(ROLE));
        assertThat(gateway.chat(STREAMED).text()).startsWith(ROLE).contains("is late: first_token");

        gateway.use(gateway.limited("first_token: 300ms", "total: 900ms"));
        gateway.upstream.then((_, wire) -> {
            wire.send(Behaviours.STREAM_HEAD);
            while (true) {
                wire.chunk(chunk("x"));
                wire.pause(Duration.ofMillis(50));
            }
        });
        assertThat(gateway.chat(STREAMED).text()).contains("is late: total");
        assertThat(gateway.usage().errorCode()).isEqualTo("upstream_timeout");
    }

    @Test
    void eventThatComesByteByByteIsAsLateAsNone() throws IOException {
        gateway.use(gateway.limited("idle: 300ms", ""));
        gateway.upstream.then((_, wire) -> {
            wire.send(Behaviours.STREAM_HEAD).chunk(chunk("Hel")).chunk("data: ");
            while (true) {
                wire.chunk(" ");
                wire.pause(Duration.ofMillis(20));
            }
        });

        assertThat(gateway.chat(STREAMED).text()).contains("is late: idle");
    }

    @Test
    void requestsTimeIsOneForAllItsAttempts() throws IOException {
        gateway.use(gateway.limited("first_byte: 400ms", "total: 600ms"));
        gateway.upstream.then(
                Behaviours.json(503, "{}"), Behaviours.json(503, "{}"), Behaviours.hang());

        var reply = gateway.chat(PLAIN);

        assertThat(reply.status()).isEqualTo(504);
        assertThat(reply.headers().get("x-agw-attempts")).isIn("2", "3");
    }

    @Test
    void clientMayOnlyShortenItsTime() throws IOException {
        gateway.use(gateway.limited("", "total: 300ms"));
        gateway.upstream.then(Behaviours.hang());
        assertThat(gateway.within("1h", PLAIN).text()).contains("is late: total");

        gateway.use(gateway.limited("", "total: 1h"));
        assertThat(gateway.within("300ms", PLAIN).text()).contains("is late: total");
    }

    @ParameterizedTest
    @ValueSource(strings = {"soon", "0s", "-1s", "5", ""})
    void wishThatIsNoDurationIsRefused(String wish) throws IOException {
        var reply = gateway.within(wish, PLAIN);

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.text()).contains("invalid_timeout");
    }
}
