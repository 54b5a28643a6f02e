package io.agw.server.plane.llm;

import static org.assertj.core.api.Assertions.assertThat;

import io.agw.server.upstream.BedrockBehaviours;
import io.agw.server.upstream.ConverseBehaviours;
import io.agw.server.upstream.SignatureCheck;
import io.agw.server.upstream.TestSnapshots;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Models of other vendors at Amazon Bedrock, which checks what arrives as AWS does.
@Timeout(30)
final class BedrockConverseTest {
    private static final String MODEL = "eu.amazon.nova-pro-v1:0";
    private static final String ADDRESS = "/model/eu.amazon.nova-pro-v1%3A0/converse";
    private static final SignatureCheck SIGNED =
            new SignatureCheck("AKIDEXAMPLE", "secret-1", "", "eu-central-1");
    private static final String TOOL_TURNS =
            """
            "messages":[{"role":"user","content":"Weather in Paris and Rome?"},\
            {"role":"assistant","content":null,"tool_calls":[\
            {"id":"call 1","type":"function","function":{"name":"w","arguments":"{\\"c\\":\\"P\\"}"}},\
            {"id":"call 2","type":"function","function":{"name":"w","arguments":"{\\"c\\":\\"R\\"}"}}]},\
            {"role":"tool","tool_call_id":"call 1","content":"18"},\
            {"role":"tool","tool_call_id":"call 2","content":"24"},\
            {"role":"user","content":"And?"}],"tools":[{"type":"function","function":{"name":"w"}}]\
            """;

    private PlaneHarness gateway;

    @BeforeEach
    void start() throws IOException {
        gateway = new PlaneHarness(ConverseBehaviours.models(SIGNED));
        use("openai", "");
    }

    @AfterEach
    void stop() throws IOException {
        gateway.close();
    }

    @Test
    void aChatCompletionGoesSignedToTheAddressOfItsModel() throws IOException {
        var reply = gateway.chat(chat(""));

        assertThat(reply.text()).contains("chat.completion", "Hello!", "\"prompt_tokens\":119");
        var seen = gateway.upstream.requests().getFirst();
        assertThat(seen.target()).isEqualTo(ADDRESS);
        assertThat(seen.text())
                .isEqualTo("{\"messages\":[{\"role\":\"user\",\"content\":[{\"text\":\"hi\"}]}]}");
        assertThat(gateway.usage().inputTokens()).isEqualTo(119);
        assertThat(gateway.usage().outputTokens()).isEqualTo(7);
        assertThat(gateway.usage().estimated()).isFalse();
    }

    @Test
    void aStreamComesAsTheClientsOwn() throws IOException {
        var reply =
                gateway.chat(chat(",\"stream\":true,\"stream_options\":{\"include_usage\":true}"));

        assertThat(reply.text())
                .contains("chat.completion.chunk", "\"Hel\"", "\"lo!\"", "\"prompt_tokens\":119")
                .endsWith("data: [DONE]\n\n");
        assertThat(gateway.upstream.requests().getFirst().target()).isEqualTo(ADDRESS + "-stream");
        assertThat(gateway.usage().inputTokens()).isEqualTo(119);
        assertThat(gateway.usage().outputTokens()).isEqualTo(7);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ",\"stream\":true"})
    void messagesAreAnsweredAsMessages(String more) throws IOException {
        use("anthropic", "");

        var reply =
                gateway.request(
                        "POST",
                        "/v1/messages",
                        chat(",\"max_tokens\":9,\"system\":\"Be brief.\"" + more));

        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        assertThat(reply.text()).contains("end_turn", "\"output_tokens\":7");
        assertThat(gateway.asked().path("system").path(0).path("text").asString())
                .isEqualTo("Be brief.");
        assertThat(gateway.asked().path("inferenceConfig").path("maxTokens").asInt()).isEqualTo(9);
    }

    @ParameterizedTest
    @CsvSource({"generateContent, ''", "streamGenerateContent, alt=sse"})
    void geminisClientsAreAnsweredAsByGemini(String method, String query) throws IOException {
        use("gemini", "");

        var reply =
                gateway.ask(
                        "POST",
                        "/v1beta/models/amazon.nova-lite:" + method,
                        query,
                        "{\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\"hi\"}]}]}");

        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        assertThat(reply.text()).contains("\"finishReason\":\"STOP\"", "usageMetadata");
        assertThat(gateway.upstream.requests().getFirst().target())
                .startsWith("/model/amazon.nova-lite/converse");
    }

    @Test
    void responsesAreAnsweredAsResponses() throws IOException {
        var reply =
                gateway.request(
                        "POST",
                        "/v1/responses",
                        "{\"model\":\"" + MODEL + "\",\"input\":\"hi\",\"stream\":true}");

        assertThat(reply.text()).contains("response.completed", "Hello!");
    }

    @Test
    void callsAndTheirResultsArriveAsAwsWantsThem() throws IOException {
        var reply = gateway.chat("{\"model\":\"" + MODEL + "\"," + TOOL_TURNS + "}");

        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        var content = gateway.asked().path("messages").path(2).path("content");
        assertThat(content.size()).isEqualTo(3);
        assertThat(content.path(2).path("text").asString()).isEqualTo("And?");
    }

    @Test
    void aToolThatTheModelCallsReachesTheClient() throws IOException {
        gateway.upstream.then(
                ConverseBehaviours.models(
                        SIGNED,
                        """
                        {"output":{"message":{"role":"assistant","content":[{"toolUse":\
                        {"toolUseId":"tooluse_1","name":"w","input":{"c":"P"}}}]}},\
                        "stopReason":"tool_use","usage":{"inputTokens":1,"outputTokens":2}}\
                        """,
                        List.of()));

        assertThat(gateway.chat("{\"model\":\"" + MODEL + "\"," + TOOL_TURNS + "}").text())
                .contains("tooluse_1", "{\\\"c\\\":\\\"P\\\"}", "\"finish_reason\":\"tool_calls\"");
    }

    @Test
    void anArnIsOneSegmentOfTheAddress() throws IOException {
        var arn = "arn:aws:bedrock:eu-central-1:123456789012:inference-profile/eu.meta.llama3-v1:0";

        assertThat(gateway.chat(chat("").replace(MODEL, arn)).status()).isEqualTo(200);

        assertThat(gateway.upstream.requests().getFirst().target())
                .isEqualTo(
                        "/model/arn%3Aaws%3Abedrock%3Aeu-central-1%3A123456789012%3Ainference-profile"
                                + "%2Feu.meta.llama3-v1%3A0/converse");
    }

    @Test
    void theOptionSaysHowAProfileWithoutAVendorsNameIsAsked() throws IOException {
        var profile =
                "arn:aws:bedrock:eu-central-1:123456789012:application-inference-profile/x1y2z3";
        gateway.upstream.then(BedrockBehaviours.claude(SIGNED));
        use("openai", "api: invoke");
        assertThat(gateway.chat(chat("").replace(MODEL, profile)).status()).isEqualTo(200);
        assertThat(gateway.upstream.requests().getLast().target()).endsWith("x1y2z3/invoke");

        gateway.upstream.then(ConverseBehaviours.models(SIGNED));
        use("openai", "api: converse");
        assertThat(gateway.chat(chat("").replace(MODEL, "eu.anthropic.claude-x")).status())
                .isEqualTo(200);
        assertThat(gateway.upstream.requests().getLast().target()).endsWith("claude-x/converse");
    }

    @ParameterizedTest
    @CsvSource({
        "429, ThrottlingException, 429, rate_limit_exceeded",
        "429, ModelNotReadyException, 429, rate_limit_exceeded",
        "400, ValidationException, 400, upstream_refused",
        "403, AccessDeniedException, 502, upstream_permission_denied",
        "404, ResourceNotFoundException, 404, upstream_refused",
        "424, ModelErrorException, 502, upstream_error",
        "503, ServiceUnavailableException, 503, upstream_overloaded"
    })
    void errorsAreToldByTheirStatus(int status, String type, int told, String code)
            throws IOException {
        gateway.upstream.then(
                (_, wire) -> wire.send(ConverseBehaviours.error(status, type, "prose of AWS")));

        var reply = gateway.chat(chat(""));

        assertThat(reply.status()).as(reply.text()).isEqualTo(told);
        assertThat(reply.text()).contains(code);
        assertThat(reply.text().contains(type)).isEqualTo(told >= 429);
        assertThat(reply.text().contains("prose of AWS")).isEqualTo(told == 400 || told == 404);
    }

    @Test
    void aPromptThatIsTooLongIsToldAsOne() throws IOException {
        gateway.upstream.then((_, wire) ->
                wire.send(
                        ConverseBehaviours.error(
                                400,
                                "ValidationException",
                                "The model returned the following errors: Input is too long for"
                                        + " requested model.")));

        assertThat(gateway.chat(chat("")).text()).contains("context_length_exceeded");
    }

    @ParameterizedTest
    @CsvSource({
        "throttlingException, 429, rate_limit_exceeded",
        "validationException, 400, upstream_refused",
        "internalServerException, 502, upstream_error",
        "modelStreamErrorException, 502, upstream_error",
        "serviceUnavailableException, 503, upstream_overloaded"
    })
    void anExceptionBeforeTheFirstWordIsAStatus(String exception, int status, String code)
            throws IOException {
        stream(List.of(BedrockBehaviours.exception(exception)));

        var reply = gateway.chat(chat(",\"stream\":true"));

        assertThat(reply.status()).as(reply.text()).isEqualTo(status);
        assertThat(reply.text()).contains(code).doesNotContain("secret prose");
    }

    @Test
    void aPromptThatIsTooLongIsToldAsOneInAStreamToo() throws IOException {
        stream(
                List.of(
                        BedrockBehaviours.frame(
                                "{\"message\":\"secret prose: Input is too long\"}",
                                ":exception-type",
                                "validationException",
                                ":message-type",
                                "exception")));

        var reply = gateway.chat(chat(",\"stream\":true"));

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.text()).contains("context_length_exceeded").doesNotContain("secret");
    }

    @Test
    void anExceptionInAStreamEndsItAsAnError() throws IOException {
        var frames = new ArrayList<>(ConverseBehaviours.STREAM.subList(0, 2));
        frames.add(BedrockBehaviours.exception("modelStreamErrorException"));
        stream(frames);

        var reply = gateway.chat(chat(",\"stream\":true"));

        assertThat(reply.text())
                .contains("\"Hel\"", "error")
                .doesNotContain("[DONE]", "secret prose", "finish_reason\":\"stop");
        assertThat(gateway.usage().outcome()).isNotEqualTo("ok");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aStreamThatBreaksDoesNotLookComplete(boolean cut) throws IOException {
        var frames = new ArrayList<>(ConverseBehaviours.STREAM.subList(0, 2));
        var last = ConverseBehaviours.STREAM.get(2).clone();
        last[last.length / 2] ^= 1;
        frames.add(cut ? Arrays.copyOf(ConverseBehaviours.STREAM.get(2), 30) : last);
        stream(frames);

        var reply = gateway.chat(chat(",\"stream\":true"));

        assertThat(reply.text())
                .contains("\"Hel\"", "upstream_malformed")
                .doesNotContain("lo!", "[DONE]");
        assertThat(gateway.usage().outcome()).isNotEqualTo("ok");
    }

    @Test
    void aStreamWithoutItsEndIsBroken() throws IOException {
        stream(ConverseBehaviours.STREAM.subList(0, 4));

        assertThat(gateway.chat(chat(",\"stream\":true")).text())
                .contains("lo!", "upstream_reset")
                .doesNotContain("[DONE]");
    }

    @Test
    void aStreamWithoutUsageIsCompleteAndEstimated() throws IOException {
        stream(ConverseBehaviours.STREAM.subList(0, 5));

        assertThat(gateway.chat(chat(",\"stream\":true")).text()).contains("lo!", "[DONE]");
        assertThat(gateway.usage().estimated()).isTrue();
    }

    @Test
    void framesMayArriveInPiecesAndUnknownOnesArePassedOver() throws IOException {
        var frames = new ArrayList<>(ConverseBehaviours.STREAM);
        frames.add(1, ConverseBehaviours.event("initial-response", ""));
        frames.add(3, ConverseBehaviours.event("newsOfTomorrow", "{\"x\":1}"));
        var pieces = new ArrayList<byte[]>();
        for (var frame : frames) {
            for (int i = 0; i < frame.length; i += 13) {
                pieces.add(Arrays.copyOfRange(frame, i, Math.min(frame.length, i + 13)));
            }
        }
        stream(pieces);

        assertThat(gateway.chat(chat(",\"stream\":true")).text())
                .contains("\"Hel\"", "\"lo!\"", "[DONE]");
    }

    @Test
    void whatConverseHasNoWordForIsRefusedByName() throws IOException {
        var reply = gateway.chat(chat(",\"seed\":7"));

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.text()).contains("unsupported_parameter", "\"param\":\"seed\"");
        assertThat(gateway.upstream.requests()).isEmpty();
    }

    @Test
    void tokensOfOtherModelsAreEstimated() throws IOException {
        use("anthropic", "");

        var reply = gateway.request("POST", "/v1/messages/count_tokens", chat(""));

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.headers()).containsEntry("x-agw-estimated", "input_tokens");
        assertThat(gateway.upstream.requests()).isEmpty();
    }

    private void stream(List<byte[]> frames) {
        gateway.upstream.then(ConverseBehaviours.models(SIGNED, ConverseBehaviours.ANSWER, frames));
    }

    private static String chat(String more) {
        return "{\"model\":\""
                + MODEL
                + "\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]"
                + more
                + "}";
    }

    private void use(String protocol, String option) {
        gateway.use(
                TestSnapshots.of(
                        """
                        providers:
                          - id: bedrock
                            provider_type: bedrock
                            api_key: secret-1
                            base_url: http://127.0.0.1:%d
                            options: {region: eu-central-1, access_key_id: AKIDEXAMPLE, %s}
                            network: {max_retries: 0}
                        llmRoutes:
                          - id: r
                            protocol: %s
                            auth_policy: {require_virtual_key: false}
                            target_policy: {provider_id: bedrock}
                        """
                                .formatted(gateway.upstream.port(), option, protocol)));
    }
}
