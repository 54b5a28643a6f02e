package io.agw.server.plane.llm;

import static org.assertj.core.api.Assertions.assertThat;

import io.agw.server.upstream.Behaviours;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// A prompt that is longer than the model takes: each vendor says so in its own way, and each
/// client library looks for another.
@Timeout(30)
final class ContextLengthTest {
    private static final String OPENAI = "This model's maximum context length is 8192 tokens.";
    private static final String ANTHROPIC = "prompt is too long: 208310 tokens > 200000 maximum";
    private static final String GEMINI =
            "The input token count (1200000) exceeds the maximum number of tokens allowed (1048576).";

    private PlaneHarness gateway;

    @BeforeEach
    void start() throws IOException {
        gateway = new PlaneHarness(Behaviours.openAi());
    }

    @AfterEach
    void stop() throws IOException {
        gateway.close();
    }

    @ParameterizedTest
    @CsvSource({
        "CHAT, MESSAGES, anthropic",
        "CHAT, GENERATE, gemini",
        "CHAT, RESPONSES, codex",
        "RESPONSES, MESSAGES, anthropic",
        "RESPONSES, GENERATE, gemini",
        "RESPONSES, CHAT, openai-compatible",
        "MESSAGES, CHAT, openai",
        "MESSAGES, GENERATE, gemini",
        "MESSAGES, RESPONSES, codex",
        "GENERATE, CHAT, openai",
        "GENERATE, MESSAGES, anthropic",
        "GENERATE, RESPONSES, codex",
    })
    void everyClientIsToldAsItsLibrariesExpect(Vendor client, Vendor provider, String type)
            throws IOException {
        var said = sentence(provider);
        gateway.use(client.protocol(), type, Behaviours.json(400, error(provider)));

        var reply = ask(client);

        assertThat(reply.status()).as(reply.text()).isEqualTo(400);
        var error = reply.json().path("error");
        var message = error.path("message").stringValue();
        switch (client) {
            case CHAT, RESPONSES -> {
                assertThat(error.path("code").stringValue()).isEqualTo("context_length_exceeded");
                assertThat(error.path("type").stringValue()).isEqualTo("invalid_request_error");
                assertThat(message).isEqualTo(said);
            }
            case MESSAGES -> {
                assertThat(reply.json().path("type").stringValue()).isEqualTo("error");
                assertThat(error.path("type").stringValue()).isEqualTo("invalid_request_error");
                assertThat(message)
                        .isEqualTo((said.equals(ANTHROPIC) ? "" : "prompt is too long: ") + said);
            }
            case GENERATE -> {
                assertThat(error.path("status").stringValue()).isEqualTo("INVALID_ARGUMENT");
                assertThat(error.path("code").intValue()).isEqualTo(400);
                assertThat(message).isEqualTo(said);
            }
        }
        assertThat(gateway.usage().errorCode()).isEqualTo("context_length_exceeded");
        assertThat(gateway.usage().outcome()).isEqualTo("rejected");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ANTHROPIC,
                GEMINI,
                OPENAI + " However, you requested 9000 tokens.",
                "Your input exceeds the context window of this model.",
                "input length and `max_tokens` exceed context limit: 188240 + 21333 > 200000",
                "Prompt contains 40000 tokens, too large for model with 32768 maximum context length",
                "This model's maximum prompt length is 131072 but the request contains 537812 tokens.",
                "Input is too long for requested model.",
                "the input length exceeds the context length",
                "the request exceeds the available context size, try increasing it",
            })
    void whatVendorsSayOfItIsKnown(String said) throws IOException {
        gateway.use(
                "anthropic",
                "openai",
                Behaviours.json(400, "{\"error\":{\"message\":\"" + said + "\"}}"));

        assertThat(ask(Vendor.MESSAGES).json().at("/error/message").stringValue())
                .startsWith("prompt is too long: ")
                .endsWith(said);
        assertThat(gateway.errorCode()).isEqualTo("context_length_exceeded");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "messages: text is too long for a name",
                "max_tokens: 9000 is more than 8192, the most output tokens of this model",
                "context_management: extra inputs are not permitted",
                "Request too large on tokens per min (TPM): Limit 30000, Requested 40000",
            })
    void otherFaultsAreNotTakenForIt(String said) throws IOException {
        gateway.use(
                "anthropic",
                "openai",
                Behaviours.json(400, "{\"error\":{\"message\":\"" + said + "\"}}"));

        assertThat(ask(Vendor.MESSAGES).json().at("/error/message").stringValue()).isEqualTo(said);
        assertThat(gateway.errorCode()).isEqualTo("upstream_refused");
    }

    @Test
    void whoSpeaksAlikeIsToldAsItWas() throws IOException {
        var error = "{\"error\": {\"message\":\"" + OPENAI + "\",\"code\":400}}";
        gateway.use("openai", "openai", Behaviours.json(413, error));

        var reply = ask(Vendor.CHAT);

        assertThat(reply.status()).isEqualTo(413);
        assertThat(reply.text()).isEqualTo(error);
        assertThat(gateway.errorCode()).isEqualTo("context_length_exceeded");
    }

    private CollectingSink ask(Vendor client) throws IOException {
        return gateway.request("POST", client.path(false), client.request(false));
    }

    private static String sentence(Vendor vendor) {
        return switch (vendor) {
            case CHAT -> OPENAI;
            case RESPONSES -> "Your input exceeds the context window of this model.";
            case MESSAGES -> ANTHROPIC;
            case GENERATE -> GEMINI;
        };
    }

    private static String error(Vendor vendor) {
        var members =
                switch (vendor) {
                    case CHAT -> "\"code\":400,\"type\":\"BadRequestError\"";
                    case RESPONSES -> "\"code\":\"context_length_exceeded\",\"param\":\"input\"";
                    case MESSAGES -> "\"type\":\"invalid_request_error\"";
                    case GENERATE -> "\"code\":400,\"status\":\"INVALID_ARGUMENT\"";
                };
        var error = members + ",\"message\":\"" + sentence(vendor) + "\"";
        return "{\"type\":\"error\",\"error\":{" + error + "}}";
    }
}
