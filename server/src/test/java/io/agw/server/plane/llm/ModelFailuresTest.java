package io.agw.server.plane.llm;

import static org.assertj.core.api.Assertions.assertThat;

import io.agw.server.snapshot.Snapshot;
import io.agw.server.upstream.Behaviours;
import io.agw.server.upstream.TestSnapshots;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A model that ends its answer by a failing of its own: the client is told which, in its own
/// dialect, and nobody else is blamed.
@Timeout(30)
final class ModelFailuresTest extends PlaneTest {
    private static final List<String> WORDS =
            List.of("MALFORMED_FUNCTION_CALL", "UNEXPECTED_TOOL_CALL", "TOO_MANY_TOOL_CALLS");

    static Stream<Arguments> everybody() {
        return Stream.of(Vendor.CHAT, Vendor.RESPONSES, Vendor.MESSAGES)
                .flatMap(client -> WORDS.stream().map(word -> Arguments.of(client, word)));
    }

    @ParameterizedTest
    @MethodSource("everybody")
    void theWordIsToldInPlaceOfAWholeAnswer(Vendor client, String word) throws IOException {
        gateway.use(client.protocol(), "gemini", Behaviours.json(200, answer(word)));

        var reply = ask(client, false);

        assertThat(reply.status()).as(reply.text()).isEqualTo(502);
        told(reply.json().path("error"), word);
        assertThat(gateway.usage().outcome()).isEqualTo("upstream_error");
        assertThat(gateway.errorCode()).isEqualTo("model_failed");
    }

    @ParameterizedTest
    @MethodSource("everybody")
    void theWordIsToldInPlaceOfAStream(Vendor client, String word) throws IOException {
        gateway.use(client.protocol(), "gemini", Behaviours.events(event(word)));

        var reply = ask(client, true);

        assertThat(reply.status()).as(reply.text()).isEqualTo(502);
        told(reply.json().path("error"), word);
    }

    @ParameterizedTest
    @MethodSource("everybody")
    void theWordIsToldWithinAStream(Vendor client, String word) throws IOException {
        gateway.use(
                client.protocol(),
                "gemini",
                Behaviours.events(Vendor.GENERATE.token("Hel"), event(word)));

        var reply = ask(client, true);

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.text()).contains("Hel").doesNotContain(client.goodEnd());
        var last = last(reply);
        told(last.has("response") ? last.at("/response/error") : last.path("error"), word);
        assertThat(gateway.usage().outcome()).isEqualTo("truncated");
        assertThat(gateway.errorCode()).isEqualTo("model_failed");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void theProviderIsAskedAgainAndItsKeyToo(boolean streams) throws IOException {
        gateway.use(anxious("openai", "gemini"));
        var failing =
                streams
                        ? Behaviours.events(Vendor.GENERATE.token("Hel"), event(WORDS.getFirst()))
                        : Behaviours.json(200, answer(WORDS.getFirst()));
        gateway.upstream.then(failing, failing, Behaviours.json(200, Vendor.GENERATE.whole()));

        ask(Vendor.CHAT, streams);
        ask(Vendor.CHAT, streams);
        var reply = ask(Vendor.CHAT, false);

        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        assertThat(gateway.upstream.requests()).hasSize(3);
    }

    @Test
    void anUpstreamThatGivesUpIsLeftAloneAndItsWordIsTold() throws IOException {
        gateway.use(anxious("anthropic", "openai"));
        gateway.upstream.then(
                Behaviours.json(
                        200,
                        Vendor.CHAT
                                .whole()
                                .replace("\"stop\"", "\"insufficient_system_resource\"")));

        var reply = ask(Vendor.MESSAGES, false);
        var next = ask(Vendor.MESSAGES, false);

        assertThat(reply.json().at("/error/message").asString())
                .endsWith("reported an error within its answer: insufficient_system_resource");
        assertThat(reply.json().at("/error/code").asString()).isEqualTo("upstream_error");
        assertThat(next.json().at("/error/code").asString()).isEqualTo("circuit_open");
        assertThat(next.json().at("/error/provider").asString()).isEqualTo("fake");
        assertThat(gateway.upstream.requests()).hasSize(1);
    }

    private static void told(JsonNode error, String word) {
        assertThat(error.path("message").asString())
                .isEqualTo("the model of provider \"fake\" failed: " + word);
        assertThat(error.path("code").asString()).isEqualTo("model_failed");
    }

    private CollectingSink ask(Vendor client, boolean streams) throws IOException {
        return gateway.request("POST", client.path(streams), client.request(streams));
    }

    private static String event(String word) {
        return "data: " + answer(word) + "\n\n";
    }

    private static String answer(String word) {
        return "{\"candidates\":[{\"content\":{},\"finishReason\":\""
                + word
                + "\",\"finishMessage\":\"secret prose\",\"index\":0}],\"usageMetadata\":"
                + "{\"promptTokenCount\":19},\"modelVersion\":\"m\",\"responseId\":\"r1\"}";
    }

    private static JsonNode last(CollectingSink reply) {
        var data = reply.text().lines().filter(line -> line.startsWith("data: ")).toList();
        return JsonMapper.shared().readTree(data.getLast().substring("data: ".length()));
    }

    /// A provider that is left alone after its first failure.
    private Snapshot anxious(String protocol, String type) {
        return TestSnapshots.of(
                """
                providers:
                  - id: fake
                    provider_type: %s
                    api_key: sk-upstream
                    base_url: %s
                    network: {request_timeout_seconds: 5, max_retries: 0}
                circuitBreakers:
                  - {id: b, subject: {type: provider, id: fake}, error_threshold: 1,
                     error_percent: 0}
                llmRoutes:
                  - id: route
                    protocol: %s
                    auth_policy: {require_virtual_key: false}
                    target_policy: {provider_id: fake}
                """
                        .formatted(type, gateway.upstream.baseUrl(), protocol));
    }
}
