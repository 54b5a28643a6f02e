package io.agw.server.plane.llm;

import static org.assertj.core.api.Assertions.assertThat;

import io.agw.server.upstream.Behaviours;
import io.agw.server.upstream.ConverseBehaviours;
import io.agw.server.upstream.FakeUpstream.Behaviour;
import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/// Vendors whose status blames the request for what is none of its faults.
@Timeout(30)
final class MeantRefusalsTest extends StandInTest {
    private static final String GOOGLE =
            """
            {"error":{"code":400,"message":"API key not valid. Please pass a valid API key.",\
            "status":"INVALID_ARGUMENT","details":[\
            {"@type":"type.googleapis.com/google.rpc.LocalizedMessage","locale":"en-US"},\
            {"@type":"type.googleapis.com/google.rpc.ErrorInfo","reason":"API_KEY_INVALID",\
            "domain":"googleapis.com"}]}}\
            """;
    private static final String XAI =
            """
            {"code":"Client specified an invalid argument",\
            "error":"Incorrect API key provided: xa***AA. You can obtain one."}\
            """;
    private static final String ANTHROPIC =
            """
            {"type":"error","error":{"type":"invalid_request_error",\
            "message":"Your credit balance is too low to access the Anthropic API."}}\
            """;

    MeantRefusalsTest() {
        super(Behaviours.openAi());
    }

    static Stream<Arguments> refusals() {
        return Stream.of(
                Arguments.of("gemini", GOOGLE, "upstream_unauthorized"),
                Arguments.of("openai", "[" + GOOGLE + "]", "upstream_unauthorized"),
                Arguments.of("xai", XAI, "upstream_unauthorized"),
                Arguments.of("anthropic", ANTHROPIC, "upstream_payment_required"),
                Arguments.of("claudecode", ANTHROPIC, "upstream_payment_required"));
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void aKeyThatIsRefusedIsSetAsideAndAnotherProviderAnswers(String type, String body)
            throws IOException {
        useKeys(type, FALLS_BACK);
        gateway.upstream.then(Behaviours.json(400, body), Behaviours.json(400, body));

        var reply = chat();

        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        assertThat(reply.headers()).containsEntry("x-agw-attempts", "3");
        assertThat(gateway.upstream.requests()).hasSize(2);
        assertThat(second.requests()).hasSize(1);
        assertThat(gateway.usage().outcome()).isEqualTo("ok");
        assertThat(chat().status()).isEqualTo(200);
        assertThat(gateway.upstream.requests()).as("both keys cool down").hasSize(2);
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void theClientIsNotTold(String type, String body, String code) throws IOException {
        useKeys(type, "enabled: false");
        gateway.upstream.then(Behaviours.json(400, body), Behaviours.json(400, body));

        var reply = chat();

        assertThat(reply.status()).isEqualTo(502);
        assertThat(reply.text())
                .contains(code, "refused the gateway's own key")
                .doesNotContain("API key", "credit balance");
        assertThat(gateway.usage().outcome()).isEqualTo("upstream_error");
    }

    @ParameterizedTest
    @CsvSource({
        "xai, '{\"error\":{\"message\":\"Incorrect API key provided in the tool\"}}'",
        "openai, '{\"error\":\"Incorrect API key provided\"}'",
        "anthropic, '{\"error\":{\"message\":\"Your credit balance is too low\",\"type\":\"x\"}}'",
        "openai, '{\"error\":{\"message\":\"Your credit balance is too low\",\"type\":\"invalid_request_error\"}}'",
        "gemini, '{\"error\":\"messages: API_KEY_INVALID\"}'"
    })
    void aFaultOfTheRequestThatOnlySoundsLikeItIsItsOwn(String type, String body)
            throws IOException {
        useKeys(type, FALLS_BACK);
        gateway.upstream.then(Behaviours.json(400, body));

        assertThat(chat().status()).isEqualTo(400);
        assertThat(second.requests()).isEmpty();
        assertThat(gateway.usage().outcome()).isEqualTo("rejected");
    }

    @Test
    void aModelOfBedrocksThatFailedIsFollowedByAnother() throws IOException {
        useKeys("bedrock", FALLS_BACK);
        Behaviour failed =
                (_, wire) ->
                        wire.send(ConverseBehaviours.error(424, "ModelErrorException", "boom"));
        gateway.upstream.then(failed);

        var reply = chat();

        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        assertThat(reply.headers()).containsEntry("x-agw-attempts", "2");
        assertThat(gateway.upstream.requests()).hasSize(1);
    }

    private CollectingSink chat() throws IOException {
        return gateway.chat(
                "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}");
    }

    private void useKeys(String type, String fallback) {
        use(
                "provider_type: "
                        + type
                        + (type.equals("bedrock") ? ", options: {region: eu-central-1}" : "")
                        + ", network: {max_retries: 0}"
                        + at(gateway.upstream.baseUrl()),
                "{id: one, provider_id: a, attributes: {api_key: sk-1}}, "
                        + "{id: two, provider_id: a, attributes: {api_key: sk-2}}",
                "protocol: openai",
                fallback);
    }
}
