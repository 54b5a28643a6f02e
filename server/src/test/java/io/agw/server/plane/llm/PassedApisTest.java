package io.agw.server.plane.llm;

import static org.assertj.core.api.Assertions.assertThat;

import io.agw.server.upstream.Behaviours;
import io.agw.server.upstream.FakeUpstream.Behaviour;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Responses and embeddings, passed on to an upstream that has them.
@Timeout(30)
final class PassedApisTest {
    private static final String CREATED =
            event("response.created", "\"response\":{\"id\":\"resp_1\",\"usage\":null}");
    private static final String DELTA =
            event("response.output_text.delta", "\"item_id\":\"m\",\"delta\":\"Hi\"");
    private static final String COMPLETED =
            event(
                    "response.completed",
                    "\"response\":{\"id\":\"resp_1\",\"status\":\"completed\",\"usage\":"
                            + "{\"input_tokens\":30,\"input_tokens_details\":{\"cached_tokens\":10},"
                            + "\"output_tokens\":8,\"output_tokens_details\":"
                            + "{\"reasoning_tokens\":5},\"total_tokens\":38}}");

    @Test
    void aStreamOfResponsesPassesByteForByte() throws IOException {
        try (var gateway = gateway(Behaviours.events(CREATED, DELTA, COMPLETED))) {
            var reply =
                    gateway.request(
                            "POST",
                            "/v1/responses",
                            "{\"model\":\"gpt-x\",\"input\":\"hi\",\"stream\":true}");

            assertThat(reply.text()).isEqualTo(CREATED + DELTA + COMPLETED);
            assertThat(reply.hasEnded()).isTrue();
            assertThat(gateway.upstream.requests().getFirst().target()).isEqualTo("/v1/responses");
            assertThat(gateway.upstream.requests().getFirst().text())
                    .isEqualTo("{\"model\":\"gpt-x\",\"input\":\"hi\",\"stream\":true}");
            assertThat(gateway.usage().inputTokens()).isEqualTo(30);
            assertThat(gateway.usage().outputTokens()).isEqualTo(8);
            assertThat(gateway.usage().operation()).isEqualTo("responses");
        }
    }

    @Test
    void aStreamOfResponsesWithoutItsLastEventIsBroken() throws IOException {
        try (var gateway = gateway(Behaviours.events(CREATED, DELTA))) {
            var reply = gateway.request("POST", "/v1/responses", "{\"stream\":true}");

            assertThat(reply.text())
                    .startsWith(CREATED + DELTA + "event: error\ndata: {\"type\":\"error\"")
                    .doesNotContain("[DONE]");
            assertThat(reply.events().getLast().at("/response/id").stringValue())
                    .isEqualTo("resp_1");
            assertThat(gateway.usage().outcome()).isEqualTo("truncated");
        }
    }

    @Test
    void aResponseThatFailedIsTriedNoFurtherAndRecordedAsFailed() throws IOException {
        var failed =
                event(
                        "response.failed",
                        "\"response\":{\"error\":{\"code\":\"server_error\","
                                + "\"message\":\"secret prose\"}}");
        try (var gateway = gateway(Behaviours.events(CREATED, DELTA, failed))) {
            var reply = gateway.request("POST", "/v1/responses", "{\"stream\":true}");

            assertThat(reply.text()).contains("upstream_error").doesNotContain("secret prose");
            assertThat(gateway.usage().outcome()).isEqualTo("truncated");
        }
    }

    @Test
    void embeddingsPassByteForByte() throws IOException {
        var answer =
                "{\"object\":\"list\",\"data\":[{\"index\":0,\"embedding\":\"AACAPw==\"}],"
                        + "\"model\":\"e\",\"usage\":{\"prompt_tokens\":4,\"total_tokens\":4}}";
        try (var gateway = gateway(Behaviours.json(200, answer))) {
            var reply =
                    gateway.request("POST", "/v1/embeddings", "{\"model\":\"e\",\"input\":[1,2]}");

            assertThat(reply.text()).isEqualTo(answer);
            assertThat(gateway.upstream.requests().getFirst().target()).isEqualTo("/v1/embeddings");
            assertThat(gateway.usage().inputTokens()).isEqualTo(4);
            assertThat(gateway.usage().outputTokens()).isZero();
            assertThat(gateway.usage().estimated()).isFalse();
        }
    }

    private static PlaneHarness gateway(Behaviour behaviour) throws IOException {
        return new PlaneHarness(behaviour);
    }

    private static String event(String type, String members) {
        return "event: " + type + "\ndata: {\"type\":\"" + type + "\"," + members + "}\n\n";
    }
}
