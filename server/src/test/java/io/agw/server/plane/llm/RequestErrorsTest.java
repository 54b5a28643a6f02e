package io.agw.server.plane.llm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.agw.server.upstream.Behaviours;
import java.io.IOException;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What a client is told of its own mistakes: command lines read the sentence to know that a
/// conversation has grown too long.
@Timeout(60)
final class RequestErrorsTest extends PlaneTest {
    private static final String TOO_LONG = "prompt is too long: 205,000 tokens > 200,000 maximum";

    static Stream<Arguments> pairs() {
        return Arrays.stream(Vendor.values())
                .flatMap(client ->
                        Arrays.stream(Vendor.values())
                                .flatMap(provider ->
                                        Stream.of(true, false)
                                                .map(streams ->
                                                        arguments(client, provider, streams))));
    }

    @ParameterizedTest(name = "{0} over {1}, streamed: {2}")
    @MethodSource("pairs")
    void aRequestThatIsTooLongIsToldInTheProvidersWords(
            Vendor client, Vendor provider, boolean streams) throws IOException {
        var error = error(provider, TOO_LONG);
        gateway.upstream.then(Behaviours.json(400, error));
        gateway.use(gateway.route(client.protocol(), type(client, provider)));

        var reply = ask(client, streams);

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.headers()).containsEntry("content-type", "application/json");
        assertThat(message(client, reply)).isEqualTo(TOO_LONG);
        if (client == provider) {
            assertThat(reply.text()).isEqualTo(error);
        }
        assertThat(gateway.usage().status()).isEqualTo(400);
        assertThat(gateway.records.toString()).doesNotContain("too long");
    }

    @ParameterizedTest
    @CsvSource({"400", "404", "409", "413", "415", "422"})
    void everyFaultOfARequestArrivesAsItCame(int status) throws IOException {
        var error = error(Vendor.CHAT, "no \\u0061 \\/ \u00e4") + " ";
        gateway.upstream.then(Behaviours.json(status, error, "Retry-After: 3"));
        gateway.use(gateway.route(Vendor.CHAT.protocol(), "openai"));

        var reply = ask(Vendor.CHAT, false);

        assertThat(reply.status()).isEqualTo(status);
        assertThat(reply.text()).isEqualTo(error);
        assertThat(reply.headers()).containsEntry("retry-after", "3");
        assertThat(gateway.usage().errorCode()).isEqualTo("some_code");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {"detail":"no such model"}                                      | no such model
                    {"error":"no such model"}                                       | no such model
                    [{"error":{"code":400,"message":"no such model"}}]              | no such model
                    {"object":"error","message":"no such model","code":"1"}         | no such model
                    {"detail":[{"loc":["body","n",0],"msg":"is no number"},{"msg":"x"}]} | body.n.0: is no number; x
                    {"message":{"detail":[{"msg":"is no number"}]}}                 | is no number
                    {"error":{"message":7}}                                         | provider "fake" answered 422
                    {"error":{"message":" "}}                                       | provider "fake" answered 422
                    <html>no such model</html>                                      | provider "fake" answered 422
                    """)
    void whatHasNoShapeOfTheApiIsToldInOne(String body, String told) throws IOException {
        gateway.upstream.then(Behaviours.json(422, body));
        gateway.use(gateway.route(Vendor.CHAT.protocol(), "openai"));

        assertThat(message(Vendor.CHAT, ask(Vendor.CHAT, false))).isEqualTo(told);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    key sk-upstream is odd          | key *** is odd
                    key SK-Upstream is odd          | key *** is odd
                    key \\u0073k-upstream is odd    | key *** is odd
                    key sk-upstr12 sk-upstr is odd  | key sk-upstr12 *** is odd
                    for upstream: token onlyletters | for upstream: token ***
                    """)
    void secretThatWasSentIsHidden(String said, String told) throws IOException {
        gateway.upstream.then(Behaviours.json(400, error(Vendor.CHAT, said)));
        gateway.use(gateway.direct("extra_headers: {X-Token: Bearer onlyletters}"));

        var reply = ask(Vendor.CHAT, false);

        assertThat(reply.status()).isEqualTo(400);
        assertThat(message(Vendor.CHAT, reply)).isEqualTo(told);
    }

    @Test
    void aSentenceWithoutEndIsCut() throws IOException {
        gateway.upstream.then(Behaviours.json(400, error(Vendor.CHAT, "x".repeat(5_000))));
        gateway.use(gateway.route(Vendor.MESSAGES.protocol(), "openai-compatible"));

        assertThat(message(Vendor.MESSAGES, ask(Vendor.MESSAGES, false)))
                .isEqualTo("x".repeat(4096) + "…");
    }

    @Test
    void whatBefallsAClientsOwnKeyArrivesAsItCame() throws IOException {
        gateway.use(gateway.route("anthropic", "anthropic", ", credential: caller"));
        for (int status : new int[] {401, 402, 403, 429}) {
            var error = error(Vendor.MESSAGES, "OAuth token has expired");
            gateway.upstream.then(Behaviours.json(status, error));
            var sink = new CollectingSink();

            gateway.serve(
                    PlaneHarness.received(
                            "POST",
                            "/v1/messages",
                            Vendor.MESSAGES.request(false),
                            "authorization",
                            "Bearer sk-mine"),
                    sink);

            assertThat(sink.status()).isEqualTo(status);
            assertThat(sink.text()).isEqualTo(error);
        }
    }

    private static String error(Vendor vendor, String message) {
        return switch (vendor) {
            case CHAT, RESPONSES ->
                    """
                    {
                      "error": {
                        "message": "%s",
                        "type": "invalid_request_error",
                        "param": "messages",
                        "code": "some_code"
                      }
                    }\
                    """
                            .formatted(message);
            case MESSAGES ->
                    "{\"type\":\"error\",\"error\":{\"type\":\"invalid_request_error\",\"message\":\"%s\"},\"request_id\":\"req_011\"}"
                            .formatted(message);
            case GENERATE ->
                    """
                    {
                      "error": {
                        "code": 400,
                        "message": "%s",
                        "status": "INVALID_ARGUMENT"
                      }
                    }
                    """
                            .formatted(message);
        };
    }

    /// Of the document in the client's own shape.
    private static String message(Vendor client, CollectingSink reply) {
        var document = JsonMapper.shared().readTree(reply.text());
        var error = document.path("error");
        switch (client) {
            case CHAT, RESPONSES -> assertThat(text(error, "type")).isNotEmpty();
            case MESSAGES -> {
                assertThat(text(document, "type")).isEqualTo("error");
                assertThat(text(error, "type")).isEqualTo("invalid_request_error");
            }
            case GENERATE -> assertThat(text(error, "status")).isEqualTo("INVALID_ARGUMENT");
        }
        return text(error, "message");
    }

    private static String text(JsonNode node, String name) {
        return node.path(name).asString("");
    }

    private CollectingSink ask(Vendor client, boolean streams) throws IOException {
        var path = client.path(streams);
        var target = client == Vendor.GENERATE && streams ? path + "?alt=sse" : path;
        return gateway.ask("POST", target, "application/json", client.request(streams));
    }

    /// A type of provider that has nothing which the client speaks, unless both speak alike.
    private static String type(Vendor client, Vendor provider) {
        if (client == provider) {
            return provider.type();
        }
        return switch (provider) {
            case CHAT -> "openai-compatible";
            case RESPONSES -> "codex";
            case MESSAGES, GENERATE -> provider.type();
        };
    }
}
