package io.agw.server.plane.llm;

import static org.assertj.core.api.Assertions.assertThat;

import io.agw.server.upstream.Behaviours;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Clients that ask for several answers at once.
@Timeout(30)
final class SeveralChoicesTest extends PlaneTest {
    private static final String TWO =
            "{\"model\":\"m\",\"stream\":true,\"n\":2,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";

    @ParameterizedTest
    @CsvSource({"true, ok", "false, truncated"})
    void aStreamEndsWithTheLastOfThem(boolean both, String outcome) throws IOException {
        gateway.upstream.then(
                Behaviours.events(
                        chunk(0, "\"a\"", "null"),
                        chunk(1, "\"b\"", "null"),
                        chunk(0, "null", "\"stop\""),
                        both ? chunk(1, "null", "\"length\"") : chunk(1, "\"c\"", "null")));

        var reply = gateway.chat(TWO);

        assertThat(reply.text().contains("[DONE]")).isEqualTo(both);
        assertThat(reply.text().contains("\"error\"")).isEqualTo(!both);
        assertThat(gateway.usage().outcome()).isEqualTo(outcome);
    }

    @Test
    void theUpstreamsLastWordEndsWhatItGaveFewerOf() throws IOException {
        gateway.upstream.then(Behaviours.events(chunk(0, "\"a\"", "\"stop\""), "data: [DONE]\n\n"));

        var reply = gateway.chat(TWO);

        assertThat(reply.text()).endsWith("data: [DONE]\n\n");
        assertThat(gateway.usage().outcome()).isEqualTo("ok");
    }

    @ParameterizedTest
    @CsvSource({"anthropic", "gemini"})
    void otherDialectsCannotBeAskedForThem(String type) throws IOException {
        gateway.use(gateway.route("openai", type));

        var reply = gateway.chat(TWO);

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.json().at("/error/param").stringValue()).isEqualTo("n");
        assertThat(gateway.upstream.requests()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"anthropic", "openai"})
    void candidatesCannotBeAskedForElsewhere(String type) throws IOException {
        gateway.use(gateway.route("gemini", type));

        var reply =
                gateway.request(
                        "POST",
                        "/v1beta/models/m:generateContent",
                        "{\"contents\":[{\"parts\":[{\"text\":\"hi\"}]}],"
                                + "\"generationConfig\":{\"candidateCount\":2}}");

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.text()).contains("generationConfig.candidateCount");
        assertThat(gateway.upstream.requests()).isEmpty();
    }

    private static String chunk(int index, String content, String reason) {
        return "data: {\"id\":\"c1\",\"choices\":[{\"index\":"
                + index
                + ",\"delta\":{\"content\":"
                + content
                + "},\"finish_reason\":"
                + reason
                + "}]}\n\n";
    }
}
