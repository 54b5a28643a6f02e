package io.agw.server.plane.llm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.agw.server.turn.Received;
import io.agw.server.upstream.Behaviours;
import io.agw.server.upstream.FakeUpstream.Behaviour;
import io.agw.server.upstream.TestSnapshots;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Responses that an upstream keeps and tells again as streams: whole to their end, or ended by an
/// error as streams of responses end.
@Timeout(30)
final class KeptStreamsTest {
    private static final String CREATED = event("response.created", "\"status\":\"in_progress\"");
    private static final String DELTA =
            "event: %1$s\ndata: {\"type\":\"%1$s\",\"delta\":\"Hel\"}\n\n"
                    .formatted("response.output_text.delta");
    private static final String ERROR =
            "event: error\ndata: {\"type\":\"error\",\"code\":\"x\",\"message\":\"secret prose\"}\n\n";
    private static final String FAILED =
            event(
                    "response.failed",
                    "\"status\":\"failed\",\"error\":{\"code\":\"server_error\",\"message\":\"m\"}");

    private PlaneHarness gateway;

    @BeforeEach
    void create() throws IOException {
        gateway = new PlaneHarness(Behaviours.hang());
        gateway.use(
                TestSnapshots.of(
                        """
                        providers:
                          - {id: a, provider_type: openai, base_url: "%s", api_key: k,
                             network: {max_retries: 0}}
                        llmRoutes:
                          - id: chat
                            protocol: openai
                            target_policy: {type: direct-provider, provider_id: a}
                        virtualKeys: [{id: team, value: vk-team-1}]
                        """
                                .formatted(gateway.upstream.baseUrl())));
        gateway.upstream.then(
                Behaviours.json(200, "{\"id\":\"resp_1\",\"object\":\"response\",\"output\":[]}"));
        assertThat(send("POST", "/v1/responses", "", "{\"model\":\"m\",\"input\":\"hi\"}").status())
                .isEqualTo(200);
    }

    @AfterEach
    void stop() throws IOException {
        gateway.close();
    }

    static Stream<Arguments> faults() {
        return Stream.of(
                arguments("cut", Behaviours.cutAfter(CREATED, DELTA), "upstream_reset"),
                arguments("no end", Behaviours.events(CREATED, DELTA), "upstream_reset"),
                arguments(
                        "nonsense",
                        Behaviours.events(CREATED, DELTA, "data: <html>\n\n"),
                        "upstream_malformed"),
                arguments("error", Behaviours.events(CREATED, DELTA, ERROR), "upstream_error"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("faults")
    void aStreamThatBreaksEndsAsStreamsOfResponsesDo(String name, Behaviour fault, String code)
            throws IOException {
        gateway.upstream.then(fault);

        var reply = get("stream=true");

        assertThat(reply.text()).as(name).startsWith(CREATED + DELTA).doesNotContain("secret");
        var error = data(reply, "error");
        assertThat(error.path("code").stringValue()).isEqualTo(code);
        assertThat(error.path("sequence_number").intValue()).isEqualTo(2);
        var failed = data(reply, "response.failed");
        assertThat(failed.at("/response/status").stringValue()).isEqualTo("failed");
        assertThat(failed.at("/response/id").stringValue()).isEqualTo("resp_1");
        assertThat(failed.at("/response/error/code").stringValue()).isEqualTo(code);
        assertThat(failed.path("sequence_number").intValue()).isEqualTo(3);
        assertThat(gateway.usage().outcome()).isEqualTo("truncated");
        assertThat(gateway.usage().errorCode()).isEqualTo(code);
    }

    @Test
    void anErrorIsNumberedBehindWhatTheClientHasAlready() throws IOException {
        gateway.upstream.then(Behaviours.cutAfter(DELTA));

        var reply = get("stream=true&starting_after=41");

        assertThat(data(reply, "error").path("sequence_number").intValue()).isEqualTo(43);
        var failed = data(reply, "response.failed");
        assertThat(failed.path("sequence_number").intValue()).isEqualTo(44);
        assertThat(failed.at("/response/id").stringValue()).isEqualTo("resp_1");
    }

    @Test
    void aFailureThatWasKeptIsToldAsItIs() throws IOException {
        gateway.upstream.then(Behaviours.events(CREATED, DELTA, FAILED));

        var reply = get("stream=true");

        assertThat(reply.text()).isEqualTo(CREATED + DELTA + FAILED);
        assertThat(gateway.usage().outcome()).isEqualTo("ok");
    }

    @Test
    void aWholeStreamIsToldAsItIs() throws IOException {
        var end = event("response.completed", "\"status\":\"completed\"");
        gateway.upstream.then(Behaviours.events(CREATED, DELTA, end));

        assertThat(get("stream=true").text()).isEqualTo(CREATED + DELTA + end);
        assertThat(gateway.usage().inputTokens()).isNull();
    }

    private static JsonNode data(CollectingSink reply, String event) {
        var name = "event: " + event + "\ndata: ";
        assertThat(reply.text()).containsOnlyOnce(name);
        var line = reply.text().substring(reply.text().indexOf(name) + name.length());
        return JsonMapper.shared().readTree(line.substring(0, line.indexOf('\n')));
    }

    private static String event(String type, String members) {
        return "event: %1$s\ndata: {\"type\":\"%1$s\",\"response\":{\"id\":\"resp_1\",%2$s}}\n\n"
                .formatted(type, members);
    }

    private CollectingSink get(String query) throws IOException {
        return send("GET", "/v1/responses/resp_1", query, "");
    }

    private CollectingSink send(String method, String path, String query, String body)
            throws IOException {
        var sink = new CollectingSink();
        gateway.serve(
                new Received(
                        "req-1",
                        method,
                        "localhost",
                        path,
                        path,
                        query,
                        Map.of("authorization", List.of("Bearer vk-team-1")),
                        body.getBytes(StandardCharsets.UTF_8),
                        "127.0.0.1",
                        System.nanoTime()),
                sink);
        return sink;
    }
}
