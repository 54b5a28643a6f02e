package io.agw.server.plane.llm;

import static io.agw.server.plane.llm.PlaneHarness.received;
import static org.assertj.core.api.Assertions.assertThat;

import io.agw.server.turn.Received;
import io.agw.server.upstream.AnthropicBehaviours;
import io.agw.server.upstream.Behaviours;
import io.agw.server.upstream.FakeUpstream.Behaviour;
import io.agw.server.upstream.TestSnapshots;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Anthropic's API for clients of it, served by an upstream that speaks it too.
@Timeout(30)
final class MessagesTest {
    private static final String PLAIN =
            "{ \"model\": \"claude-x\", \"max_tokens\": 100, \"messages\": [], \"new\": [1.0e0]}";
    private static final String STREAMED =
            "{\"model\":\"claude-x\",\"max_tokens\":100,\"messages\":[],\"stream\":true}";

    private PlaneHarness gateway;

    @BeforeEach
    void start() throws IOException {
        gateway = new PlaneHarness(AnthropicBehaviours.messages());
        gateway.use(
                TestSnapshots.of(
                        """
                        providers:
                          - id: fake
                            provider_type: anthropic
                            api_key: sk-upstream
                            base_url: %s
                            network: {request_timeout_seconds: 1, max_retries: 0}
                        llmRoutes:
                          - id: claude
                            protocol: anthropic
                            auth_policy: {require_virtual_key: false}
                            target_policy: {provider_id: fake}
                        """
                                .formatted(gateway.upstream.baseUrl())));
    }

    @AfterEach
    void stop() throws IOException {
        gateway.close();
    }

    @Test
    void requestAndAnswerPassByteForByte() throws IOException {
        var reply = gateway.request("POST", "/v1/messages", PLAIN);

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.text()).isEqualTo(AnthropicBehaviours.MESSAGE);
        var seen = gateway.upstream.requests().getFirst();
        assertThat(seen.text()).isEqualTo(PLAIN);
        assertThat(seen.header("x-api-key")).isEqualTo("sk-upstream");
        assertThat(seen.header("anthropic-version")).isEqualTo("2023-06-01");
        assertThat(gateway.usage().inputTokens()).isEqualTo(60);
        assertThat(gateway.usage().outputTokens()).isEqualTo(7);
        assertThat(gateway.usage().operation()).isEqualTo("messages");
    }

    @Test
    void streamPassesByteForByte() throws IOException {
        var reply = gateway.request("POST", "/v1/messages", STREAMED);

        assertThat(reply.text()).isEqualTo(String.join("", AnthropicBehaviours.STREAM));
        assertThat(reply.hasEnded()).isTrue();
        assertThat(gateway.upstream.requests().getFirst().text()).isEqualTo(STREAMED);
        assertThat(gateway.usage().inputTokens()).isEqualTo(60);
        assertThat(gateway.usage().outputTokens()).isEqualTo(7);
        assertThat(gateway.usage().estimated()).isFalse();
    }

    @Test
    void headersThatTheVendorUnderstandsReachIt() throws IOException {
        var sink = new CollectingSink();

        gateway.serve(
                messages(
                        PLAIN,
                        "anthropic-version",
                        "2024-01-01",
                        "anthropic-beta",
                        "a-1,b-2",
                        "cookie",
                        "c"),
                sink);

        var seen = gateway.upstream.requests().getFirst();
        assertThat(seen.headers().stream().filter(h -> h.startsWith("anthropic-version")))
                .hasSize(1);
        assertThat(seen.header("anthropic-version")).isEqualTo("2024-01-01");
        assertThat(seen.header("anthropic-beta")).isEqualTo("a-1,b-2");
        assertThat(seen.header("cookie")).isEmpty();
    }

    @Test
    void aHeaderThatCannotBePassedOnIsRefusedByName() throws IOException {
        var sink = new CollectingSink();

        gateway.serve(messages(PLAIN, "anthropic-beta", "\ufffd"), sink);

        assertThat(sink.status()).isEqualTo(400);
        assertThat(sink.text()).contains("invalid_header").contains("anthropic-beta");
        assertThat(gateway.upstream.requests()).isEmpty();
    }

    @Test
    void tokensAreCountedByTheVendor() throws IOException {
        var reply =
                gateway.request(
                        "POST",
                        "/v1/messages/count_tokens",
                        "{\"model\":\"claude-x\",\"messages\":[]}");

        assertThat(reply.text()).isEqualTo("{\"input_tokens\":60}");
        assertThat(gateway.usage().inputTokens()).isNull();
    }

    @Test
    void errorsHaveAnthropicsShape() throws IOException {
        upstream(
                Behaviours.json(
                        529, AnthropicBehaviours.error("overloaded_error", "secret prose")));

        var reply = gateway.request("POST", "/v1/messages", STREAMED);

        assertThat(reply.status()).isEqualTo(503);
        var error = json(reply.text());
        assertThat(error.path("type").stringValue()).isEqualTo("error");
        assertThat(error.at("/error/type").stringValue()).isEqualTo("overloaded_error");
        assertThat(error.at("/error/code").stringValue()).isEqualTo("upstream_overloaded");
        assertThat(error.path("request_id").stringValue()).isEqualTo("req-1");
        assertThat(reply.text()).doesNotContain("secret prose");
    }

    @Test
    void aStreamThatBreaksEndsWithAnErrorEventAndNoStop() throws IOException {
        upstream(
                Behaviours.cutAfter(
                        AnthropicBehaviours.STREAM.getFirst(),
                        AnthropicBehaviours.STREAM.get(1),
                        AnthropicBehaviours.text("Hel")));

        var reply = gateway.request("POST", "/v1/messages", STREAMED);

        assertThat(reply.text()).contains("event: error\n").doesNotContain("message_stop");
        assertThat(gateway.usage().outcome()).isEqualTo("truncated");
        assertThat(gateway.usage().estimated()).isTrue();
    }

    @Test
    void anErrorEventOfTheUpstreamIsToldInTheGatewaysWords() throws IOException {
        upstream(
                Behaviours.events(
                        AnthropicBehaviours.STREAM.getFirst(),
                        "event: error\ndata: "
                                + AnthropicBehaviours.error("overloaded_error", "secret prose")
                                + "\n\n"));

        var reply = gateway.request("POST", "/v1/messages", STREAMED);

        assertThat(reply.text())
                .contains("event: error\n")
                .contains("upstream_overloaded")
                .doesNotContain("secret prose");
    }

    @Test
    void aLastWordThatIsMissingIsAdded() throws IOException {
        var stream = AnthropicBehaviours.STREAM;
        upstream(Behaviours.events(stream.subList(0, stream.size() - 1).toArray(String[]::new)));

        var reply = gateway.request("POST", "/v1/messages", STREAMED);

        assertThat(reply.text()).endsWith(stream.getLast());
        assertThat(gateway.usage().outcome()).isEqualTo("ok");
    }

    @Test
    void modelsAreListedInAnthropicsShape() throws IOException {
        upstream(
                Behaviours.json(
                        200, "{\"object\":\"list\",\"data\":[{\"id\":\"b\"},{\"id\":\"a\"}]}"));

        var list = json(gateway.request("GET", "/v1/models", "").text());

        assertThat(list.path("first_id").stringValue()).isEqualTo("b");
        assertThat(list.at("/data/1/id").stringValue()).isEqualTo("a");
        assertThat(list.at("/data/1/type").stringValue()).isEqualTo("model");
    }

    @Test
    void everyAnswerNamesTheRequestWhereAnthropicsDo() throws IOException {
        var whole = gateway.request("POST", "/v1/messages", "{}");
        var streamed = gateway.request("POST", "/v1/messages", STREAMED);
        var refused = gateway.request("POST", "/v1/messages", "no JSON");
        var elsewhere = gateway.request("GET", "/v1/messages", "");

        assertThat(List.of(whole, streamed, refused, elsewhere))
                .allSatisfy(
                        reply -> assertThat(reply.headers()).containsEntry("request-id", "req-1"));
    }

    @Test
    void aListOfSeveralPagesIsOnePage() throws IOException {
        upstream((request, wire) ->
                Behaviours.json(
                                200,
                                request.target().endsWith("?after_id=claude%2Fb")
                                        ? page("c", "c", false)
                                        : page("claude/a", "claude/b", true))
                        .serve(request, wire));

        var list = gateway.request("GET", "/v1/models", "").text();

        assertThat(list)
                .isEqualTo(
                        "{\"data\":[{\"type\":\"model\",\"id\":\"claude/a\"},{\"type\":\"model\",\"id\":"
                                + "\"claude/b\"},{\"type\":\"model\",\"id\":\"c\"},{\"type\":\"model\",\"id\":\"c\"}],"
                                + "\"has_more\":false,\"first_id\":\"claude/a\",\"last_id\":\"c\"}");
        assertThat(gateway.usage().attempts()).isEqualTo(2);
        assertThat(gateway.request("GET", "/v1/models/c", "").status()).isEqualTo(200);
    }

    @Test
    void aVendorThatGivesTheSamePageAgainIsAskedNoFurther() throws IOException {
        upstream(Behaviours.json(200, page("a", "b", true)));

        var list = json(gateway.request("GET", "/v1/models", "").text());

        assertThat(list.path("data")).hasSize(2);
        assertThat(list.path("has_more").booleanValue()).isFalse();
        assertThat(gateway.upstream.requests()).hasSize(2);
    }

    private static String page(String first, String last, boolean more) {
        return "{\"data\":[{\"type\":\"model\",\"id\":\"%s\"},{\"type\":\"model\",\"id\":\"%s\"}],\"has_more\":%s,\"first_id\":\"%s\",\"last_id\":\"%s\"}"
                .formatted(first, last, more, first, last);
    }

    private void upstream(Behaviour does) {
        gateway.upstream.then(does);
    }

    private static Received messages(String body, String... headers) {
        return received("POST", "/v1/messages", body, headers);
    }

    private static JsonNode json(String text) {
        return JsonMapper.shared().readTree(text);
    }
}
