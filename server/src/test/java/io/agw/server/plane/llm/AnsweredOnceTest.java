package io.agw.server.plane.llm;

import static org.assertj.core.api.Assertions.assertThat;

import io.agw.server.upstream.Behaviours;
import io.agw.server.upstream.ResponsesBehaviours;
import java.io.IOException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a request has a vendor do besides answering must not happen twice.
@Timeout(30)
final class AnsweredOnceTest extends StandInTest {
    private static final String MCP = "\"tools\":[{\"type\":\"mcp\",\"server_url\":\"x\"}]";

    AnsweredOnceTest() {
        super(ResponsesBehaviours.responses());
    }

    @BeforeEach
    void route() {
        use(
                "provider_type: openai, api_key: sk-a, network: {retry_delay_seconds: 0}, "
                        + "retry: {max_retries: 1}",
                FALLS_BACK);
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 502, 504})
    void itIsNotRepeatedWhenItMayHaveBeenDone(int status) throws IOException {
        for (var more : new String[] {MCP, "\"conversation\":\"c\"", "\"background\":true"}) {
            gateway.upstream.then(Behaviours.json(status, "{}"));

            assertThat(respond(more).status()).isEqualTo(status == 500 ? 502 : status);
        }
        assertThat(gateway.upstream.requests()).hasSize(3);
        assertThat(second.requests()).isEmpty();
    }

    @Test
    void norAfterAConnectionThatBroke() throws IOException {
        gateway.upstream.then(Behaviours.reset());

        assertThat(respond(MCP).text()).contains("upstream_reset");
        assertThat(second.requests()).isEmpty();
    }

    /// A limit that is met within an answer may be met after the tool was called.
    @Test
    void norAfterAnAnswerThatHadBegun() throws IOException {
        gateway.upstream.then(
                Behaviours.json(
                        200, "{\"error\":{\"code\":\"rate_limit_exceeded\",\"message\":\"m\"}}"));

        assertThat(respond(MCP).status()).isEqualTo(429);
        assertThat(gateway.upstream.requests()).hasSize(1);
        assertThat(second.requests()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 429, 503, 529})
    void itIsRepeatedWhenItWasRefusedUnseen(int status) throws IOException {
        gateway.upstream.then(Behaviours.json(status, "{}"), Behaviours.json(status, "{}"));

        assertThat(respond(MCP).status()).isEqualTo(200);
        assertThat(second.requests()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 502, 504})
    void whatOnlyAnswersIsRepeated(int status) throws IOException {
        gateway.upstream.then(Behaviours.json(status, "{}"), Behaviours.json(status, "{}"));

        assertThat(respond("\"store\":true").status()).isEqualTo(200);
        assertThat(gateway.upstream.requests()).hasSize(2);
        assertThat(second.requests()).hasSize(1);
    }

    private CollectingSink respond(String more) throws IOException {
        return gateway.request(
                "POST", "/v1/responses", "{\"model\":\"m\",\"input\":\"hi\"," + more + "}");
    }
}
