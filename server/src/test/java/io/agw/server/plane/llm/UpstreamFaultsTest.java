package io.agw.server.plane.llm;

import static io.agw.server.upstream.Behaviours.STREAM_HEAD;
import static io.agw.server.upstream.Behaviours.chunk;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.agw.server.upstream.Behaviours;
import io.agw.server.upstream.FakeUpstream.Behaviour;
import io.agw.server.upstream.TestSnapshots;
import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/// What a client is told, and what is recorded, when an upstream does not do its part.
@Timeout(60)
final class UpstreamFaultsTest {
    private static final String PLAIN = "{\"model\":\"gpt-x\",\"messages\":[]}";
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

    @ParameterizedTest
    @ValueSource(ints = {408, 429})
    void limitsKeepTheirStatusButNotTheirProse(int status) throws IOException {
        gateway.upstream.then(
                Behaviours.json(
                        status,
                        "{\"error\":{\"message\":\"secret prose\",\"type\":\"t\",\"param\":\"tools\","
                                + "\"code\":\"some_code\"}}",
                        "Retry-After: 40"));

        var reply = gateway.chat(PLAIN);

        assertThat(reply.status()).isEqualTo(status);
        assertThat(reply.text()).doesNotContain("secret").contains("some_code for tools");
        assertThat(error(reply, "param")).isEqualTo("tools");
        assertThat(reply.headers()).containsEntry("retry-after", "40");
        assertThat(error(reply, "code")).isEqualTo("some_code");
    }

    @ParameterizedTest
    @CsvSource({
        "401, upstream_unauthorized",
        "402, upstream_payment_required",
        "403, upstream_permission_denied"
    })
    void refusalOfTheGatewaysOwnKeyIsABadGateway(int status, String code) throws IOException {
        gateway.upstream.then(
                Behaviours.json(
                        status,
                        "{\"error\":{\"message\":\"secret prose\",\"type\":\"t\","
                                + "\"code\":\"unsupported_country_region_territory\"}}"));

        var reply = gateway.chat(PLAIN);

        assertThat(reply.status()).isEqualTo(502);
        assertThat(error(reply, "code")).isEqualTo(code);
        assertThat(error(reply, "type")).isEqualTo("api_error");
        assertThat(error(reply, "message"))
                .isEqualTo(
                        "provider \"fake\" refused the gateway's own key: "
                                + status
                                + " unsupported_country_region_territory");
        assertThat(gateway.usage().errorCode()).isEqualTo(code);
        assertThat(gateway.usage().outcome()).isEqualTo("upstream_error");
        assertThat(gateway.meters()).contains("outcome=\"credential_refused\"");
        assertThat(gateway.spans())
                .anySatisfy(span -> assertThat(span.toString()).contains("upstream_" + status));
    }

    @Test
    void anotherCandidateAnswersWhenTheGatewaysKeyForOneIsRefused() throws IOException {
        gateway.use(
                TestSnapshots.of(
                        """
                        providers:
                          - {id: a, provider_type: openai, api_key: sk-a, base_url: '%1$s'}
                          - {id: b, provider_type: openai, api_key: sk-b, base_url: '%1$s'}
                        llmRoutes:
                          - id: chat
                            protocol: openai
                            auth_policy: {require_virtual_key: false}
                            target_policy:
                              type: logical-model
                              fallback: {enabled: true, max_num: 1}
                              model_targets:
                                - name: gpt-x
                                  strategy: priority
                                  candidates:
                                    - {provider_id: a, upstream_model: m, priority: 2}
                                    - {provider_id: b, upstream_model: m, priority: 1}
                        """
                                .formatted(gateway.upstream.baseUrl())));
        gateway.upstream.then(Behaviours.json(403, "{}"), Behaviours.openAi());

        assertThat(gateway.chat(PLAIN).status()).isEqualTo(200);

        assertThat(gateway.upstream.requests())
                .extracting(request -> request.header("authorization"))
                .containsExactly("Bearer sk-a", "Bearer sk-b");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"sk-upstream", "SK-Upstream", "no.sk-upstream", "onlyletters", "letters"})
    void secretThatAnUpstreamRepeatsIsNotShownWhateverItLooksLike(String word) throws IOException {
        gateway.use(gateway.direct("extra_headers: {X-Token: Bearer onlyletters}"));
        gateway.upstream.then(
                Behaviours.json(
                        400,
                        "{\"error\":{\"type\":\"%1$s\",\"param\":\"%1$s\",\"code\":\"%1$s\"}}"
                                .formatted(word)));

        var reply = gateway.chat(PLAIN);

        assertThat(reply.text()).doesNotContain(word);
        assertThat(error(reply, "code")).isEqualTo("upstream_refused");
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 501, 502, 520, 529, 503, 504})
    void serverErrorsAreABadGateway(int status) throws IOException {
        gateway.upstream.then(Behaviours.json(status, "<html>secret</html>"));

        var reply = gateway.chat(PLAIN);

        assertThat(reply.status())
                .isEqualTo(status == 503 || status == 529 ? 503 : status == 504 ? 504 : 502);
        assertThat(reply.text()).doesNotContain("secret");
        assertThat(gateway.usage().outcome()).isEqualTo("upstream_error");
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

    @Test
    void upstreamIsNotAskedAgainOnceSomethingHasBeenSent() throws IOException {
        gateway.use(gateway.direct("max_retries: 2, retry_delay_seconds: 0"));
        gateway.upstream.then(Behaviours.cutAfter(chunk("Hel")), Behaviours.openAi());

        gateway.chat(STREAMED);

        assertThat(gateway.upstream.requests()).hasSize(1);
        assertThat(gateway.usage().outcome()).isEqualTo("truncated");
    }

    private static String head(String status, String... headers) {
        return "HTTP/1.1 " + status + "\r\n" + String.join("\r\n", headers) + "\r\n\r\n";
    }

    private static String framed(String text) {
        return Integer.toHexString(text.length()) + "\r\n" + text + "\r\n";
    }

    private static String error(CollectingSink reply, String member) {
        return JsonMapper.shared().readTree(reply.text()).path("error").path(member).asString("");
    }
}
