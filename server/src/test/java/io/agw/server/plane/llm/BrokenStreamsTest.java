package io.agw.server.plane.llm;

import static io.agw.server.upstream.Behaviours.STREAM_HEAD;
import static io.agw.server.upstream.Behaviours.chunk;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.agw.server.upstream.AnthropicBehaviours;
import io.agw.server.upstream.Behaviours;
import io.agw.server.upstream.FakeUpstream.Behaviour;
import java.io.IOException;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.json.JsonMapper;

/// What a client is told, and what is recorded, when an upstream does not end the stream that it
/// began, or begins none.
@Timeout(60)
final class BrokenStreamsTest {
    private static final String STREAMED = "{\"model\":\"gpt-x\",\"messages\":[],\"stream\":true}";
    private static final String SSE = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n";

    private PlaneHarness gateway;

    @BeforeEach
    void start() throws IOException {
        gateway = new PlaneHarness(Behaviours.openAi());
    }

    @AfterEach
    void stop() throws IOException {
        gateway.close();
    }

    static Stream<Arguments> faultsBeforeTheFirstEvent() {
        return Stream.of(
                arguments("reset", Behaviours.reset(), 502, "upstream_reset"),
                arguments("hang", Behaviours.hang(), 504, "upstream_timeout"),
                arguments("no event", Behaviours.events(), 502, "upstream_reset"),
                arguments("cut", Behaviours.cutAfter(), 502, "upstream_reset"),
                arguments("comments only", Behaviours.events(": hi\n\n"), 502, "upstream_reset"),
                arguments("no JSON", Behaviours.events("data: hi\n\n"), 502, "upstream_malformed"),
                arguments("plain JSON", Behaviours.json(200, "{}"), 502, "upstream_malformed"),
                arguments(
                        "error event",
                        Behaviours.events("data: {\"error\":{\"message\":\"x\"}}\n\n"),
                        502,
                        "upstream_error"),
                arguments(
                        "endless line",
                        (Behaviour)
                                (_, wire) -> {
                                    wire.send(SSE + "\r\ndata: ");
                                    while (true) {
                                        wire.send("x".repeat(10_000));
                                    }
                                },
                        502,
                        "upstream_too_large"));
    }

    static Stream<Arguments> answersThatKeepTheirWords() {
        var secret = "c2Vh".repeat(12_000);
        return Stream.of(
                arguments(
                        "thoughts that are sealed",
                        (IntFunction<String>)
                                n ->
                                        AnthropicBehaviours.event(
                                                "content_block_start",
                                                "\"index\":"
                                                        + n
                                                        + ",\"content_block\":{\"type\":\"redacted_thinking\",\"data\":\""
                                                        + secret
                                                        + "\"}")),
                arguments(
                        "signatures of open thoughts",
                        (IntFunction<String>)
                                n ->
                                        AnthropicBehaviours.event(
                                                "content_block_start",
                                                "\"index\":"
                                                        + n
                                                        + ",\"content_block\":{\"type\":\"thinking\",\"thinking\":\"\",\"signature\":\""
                                                        + secret
                                                        + "\"}")),
                arguments(
                        "ids of calls",
                        (IntFunction<String>)
                                n ->
                                        AnthropicBehaviours.event(
                                                "content_block_start",
                                                "\"index\":"
                                                        + n
                                                        + ",\"content_block\":{\"type\":\"tool_use\",\"name\":\"f\",\"input\":{},\"id\":\""
                                                        + secret
                                                        + "\"}")));
    }

    /// What no client has been told may be kept as well.
    @ParameterizedTest(name = "{0}")
    @MethodSource("answersThatKeepTheirWords")
    void moreThanAnAnswerMayHaveEndsTheStream(String name, IntFunction<String> event)
            throws IOException {
        gateway.use(
                "openai",
                "anthropic",
                (_, wire) -> {
                    wire.send(STREAM_HEAD).chunk(AnthropicBehaviours.STREAM.get(0));
                    for (int n = 0; n < 100; n++) {
                        wire.chunk(event.apply(n));
                    }
                    wire.awaitClose();
                });

        var reply =
                gateway.chat(STREAMED.replace("[]", "[{\"role\":\"user\",\"content\":\"hi\"}]"));

        assertThat(reply.text()).as(name).contains("\"code\":\"upstream_too_large\"");
        assertThat(gateway.usage().outcome()).isEqualTo("truncated");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("faultsBeforeTheFirstEvent")
    void streamThatHasNotBegunIsAnsweredWithAStatus(
            String name, Behaviour fault, int status, String code) throws IOException {
        gateway.upstream.then(fault);

        var reply = gateway.chat(STREAMED);

        assertThat(reply.status()).as(name).isEqualTo(status);
        assertThat(error(reply, "code")).isEqualTo(code);
        assertThat(gateway.usage().outcome()).isEqualTo("upstream_error");
    }

    static Stream<Arguments> faultsWithinTheStream() {
        var first = chunk("Hel");
        return Stream.of(
                arguments("cut", Behaviours.cutAfter(first), "upstream_reset"),
                arguments("end without the end", Behaviours.events(first), "upstream_reset"),
                arguments(
                        "cut within an event",
                        Behaviours.cutAfter(first, "data: {"),
                        "upstream_reset"),
                arguments(
                        "reset",
                        (Behaviour)
                                (_, wire) -> {
                                    wire.send(STREAM_HEAD).chunk(first);
                                    java.util.concurrent.locks.LockSupport.parkNanos(100_000_000);
                                    wire.reset();
                                },
                        "upstream_reset"),
                arguments(
                        "garbage between chunks",
                        Behaviours.raw(STREAM_HEAD + framed(first) + "zzz\r\n"),
                        "upstream_malformed"),
                arguments(
                        "garbage event",
                        Behaviours.events(first, "data: <html>\n\n"),
                        "upstream_malformed"),
                arguments(
                        "broken usage event",
                        Behaviours.events(first, "data: {\"usage\":{\"a\":}}\n\n"),
                        "upstream_malformed"),
                arguments(
                        "error event",
                        Behaviours.events(
                                first,
                                "data: {\"error\":{\"message\":\"secret prose\",\"code\":\"x\"}}\n\n"),
                        "upstream_error"),
                arguments(
                        "named error event",
                        Behaviours.events(
                                first, "event: error\ndata: {\"error\": \"secret prose\"}\n\n"),
                        "upstream_error"),
                arguments(
                        "endless event",
                        Behaviours.events(first, ("data: " + "x".repeat(30_000) + "\n").repeat(20)),
                        "upstream_too_large"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("faultsWithinTheStream")
    void streamThatBreaksEndsWithAnErrorEventAndNoDone(String name, Behaviour fault, String code)
            throws IOException {
        gateway.upstream.then(fault);

        var reply = gateway.chat(STREAMED);

        assertThat(reply.status()).as(name).isEqualTo(200);
        assertThat(reply.text())
                .contains(chunk("Hel"))
                .doesNotContain("[DONE]")
                .doesNotContain("secret")
                .endsWith("\n\n");
        var last = reply.text().substring(reply.text().lastIndexOf("data: ") + 6);
        var error = JsonMapper.shared().readTree(last).path("error");
        assertThat(error.path("code").stringValue()).isEqualTo(code);
        assertThat(reply.hasEnded()).isTrue();
        assertThat(gateway.usage().outcome()).isEqualTo("truncated");
        assertThat(gateway.usage().errorCode()).isEqualTo(code);
        assertThat(gateway.usage().estimated()).isTrue();
        assertThat(gateway.usage().outputTokens()).isPositive();
    }

    @Test
    void streamThatLacksOnlyItsLastWordIsGivenIt() throws IOException {
        gateway.upstream.then(Behaviours.events(chunk("Hel"), Behaviours.finish()));

        var reply = gateway.chat(STREAMED);

        assertThat(reply.text()).isEqualTo(chunk("Hel") + Behaviours.finish() + "data: [DONE]\n\n");
        assertThat(gateway.usage().outcome()).isEqualTo("ok");
    }

    @Test
    void wordOfTheGatewayIsAnEventOfItsOwnBehindOneThatLacksItsEmptyLine() throws IOException {
        var finish = Behaviours.finish().stripTrailing() + "\n";
        gateway.upstream.then(Behaviours.events(chunk("Hel"), finish));

        assertThat(gateway.chat(STREAMED).text())
                .isEqualTo(chunk("Hel") + Behaviours.finish() + "data: [DONE]\n\n");
        assertThat(gateway.usage().outcome()).isEqualTo("ok");
    }

    @Test
    void upstreamIsNotAskedAgainOnceSomethingHasBeenSent() throws IOException {
        gateway.use(gateway.direct("max_retries: 2, retry_delay_seconds: 0"));
        gateway.upstream.then(Behaviours.cutAfter(chunk("Hel")), Behaviours.openAi());

        gateway.chat(STREAMED);

        assertThat(gateway.upstream.requests()).hasSize(1);
        assertThat(gateway.usage().outcome()).isEqualTo("truncated");
    }

    private static String framed(String text) {
        return Integer.toHexString(text.length()) + "\r\n" + text + "\r\n";
    }

    private static String error(CollectingSink reply, String member) {
        return JsonMapper.shared().readTree(reply.text()).path("error").path(member).asString("");
    }
}
