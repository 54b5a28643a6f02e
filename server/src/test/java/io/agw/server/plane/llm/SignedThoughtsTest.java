package io.agw.server.plane.llm;

import static org.assertj.core.api.Assertions.assertThat;

import io.agw.server.upstream.Behaviours;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The signature of a thought goes back to the vendor that made it, byte by byte, and to nobody
/// else; and nobody is told about thinking who cannot.
@Timeout(30)
final class SignedThoughtsTest extends PlaneTest {
    private static final String SIGNATURE = "EqoBCkgIARABGAIiQL+/abc==";
    private static final String THOUGHTFUL =
            "{\"id\":\"msg_1\",\"type\":\"message\",\"role\":\"assistant\",\"model\":\"m\",\"content\":"
                    + "[{\"type\":\"thinking\",\"thinking\":\"hm\",\"signature\":\""
                    + SIGNATURE
                    + "\"},{\"type\":\"redacted_thinking\",\"data\":\"c2VhbGVk\"},"
                    + "{\"type\":\"text\",\"text\":\"Hello!\"}],\"stop_reason\":\"end_turn\","
                    + "\"stop_sequence\":null,\"usage\":{\"input_tokens\":1,\"output_tokens\":2}}";
    private static final String PASSED =
            "{\"model\":\"m\",\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"},"
                    + "{\"role\":\"assistant\",\"content\":[%s{\"type\":\"text\",\"text\":\"Hello!\"}]},"
                    + "{\"role\":\"user\",\"content\":\"go  on\"}]}";

    @Test
    void signatureGoesBackToItsVendorAsItWas() throws IOException {
        var details = thoughtsOfMessages();

        gateway.use("openai", "anthropic", Behaviours.json(200, THOUGHTFUL));
        var reply = goOn(details);

        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        var content = gateway.asked().at("/messages/1/content");
        assertThat(content.at("/0/signature").stringValue()).isEqualTo(SIGNATURE);
        assertThat(content.at("/1/data").stringValue()).isEqualTo("c2VhbGVk");
        assertThat(reply.headers()).doesNotContainKey("x-agw-left-out");
    }

    @ParameterizedTest
    @CsvSource({"gemini", "codex", "openrouter"})
    void signatureGoesToNobodyElse(String type) throws IOException {
        var details = thoughtsOfMessages();

        gateway.use("anthropic", type, Behaviours.json(500, "{}"));
        gateway.request("POST", "/v1/messages", PASSED.formatted(blocks(details)));

        assertThat(gateway.upstream.requests().getLast().text())
                .contains("Hello!")
                .doesNotContain("BCkgIARABGAIiQL", "c2VhbGVk", "agwx");
    }

    @Test
    void signatureThatAClientHasFromElsewhereIsNotAnothersOwn() throws IOException {
        var details =
                "[{\"type\":\"reasoning.text\",\"text\":\"hm\",\"signature\":\"c2lnbmVk\",\"index\":0}]";

        gateway.use("openai", "anthropic", Behaviours.json(200, THOUGHTFUL));
        var reply = goOn(details);

        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        assertThat(gateway.upstream.requests().getLast().text()).doesNotContain("c2lnbmVk");
        assertThat(reply.headers().get("x-agw-left-out"))
                .contains("messages[].reasoning_details[].signature");
    }

    @Test
    void othersThoughtsAreTakenOutOfWhatIsPassedOn() throws IOException {
        gateway.use("anthropic", "anthropic", Behaviours.json(200, THOUGHTFUL));
        var theirs =
                "{\"type\":\"thinking\",\"thinking\":\"hm\",\"signature\":\"agwxgeneabcd\"},"
                        + "{\"type\":\"redacted_thinking\",\"data\":\"agw-call-signature s c\"},";

        gateway.request("POST", "/v1/messages", PASSED.formatted(theirs));

        assertThat(gateway.upstream.requests().getLast().text()).isEqualTo(PASSED.formatted(""));
    }

    @Test
    void itsOwnThoughtsArePassedOnByteByByte() throws IOException {
        gateway.use("anthropic", "anthropic", Behaviours.json(200, THOUGHTFUL));
        var own =
                "{\"type\" : \"thinking\",\"thinking\":\"agw\",\"signature\":\""
                        + SIGNATURE
                        + "\"},";

        gateway.request("POST", "/v1/messages", PASSED.formatted(own));

        assertThat(gateway.upstream.requests().getLast().text()).isEqualTo(PASSED.formatted(own));
    }

    @Test
    void whatIsNeverTranslatedIsPassedOnByteByByte() throws IOException {
        gateway.use("openai", "openai", Behaviours.json(200, "{\"data\":[]}"));
        var request =
                "{\"model\":\"m\",\"input\":[{\"type\" : \"reasoning\",\"data\":\"agwxmessabcd\"}]}";

        for (var path : List.of("/v1/embeddings", "/v1/moderations")) {
            gateway.request("POST", path, request);

            assertThat(gateway.upstream.requests().getLast().text()).isEqualTo(request);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "openai, gpt-5.1, disabled, none",
        "openai, gpt-4o-mini, disabled, ''",
        "openai, gpt-4.1, enabled, ''",
        "openrouter, openai/gpt-4o, enabled, ''",
        "codex, gpt-4.1, disabled, ''",
        "gemini, gemini-2.0-flash, disabled, ''",
        "gemini, gemini-2.5-flash, disabled, 0",
    })
    void nothingIsSaidOfThinkingToModelsThatDoNot(
            String type, String model, String thinking, String said) throws IOException {
        gateway.use("anthropic", type, Behaviours.json(500, "{}"));

        gateway.request(
                "POST",
                "/v1/messages",
                "{\"model\":\""
                        + model
                        + "\",\"max_tokens\":9000,\"thinking\":{\"type\":\""
                        + thinking
                        + "\""
                        + (thinking.equals("enabled") ? ",\"budget_tokens\":2000" : "")
                        + "},\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}");

        var request = gateway.asked();
        var found =
                request.path("reasoning_effort")
                        .asString(
                                request.at("/generationConfig/thinkingConfig/thinkingBudget")
                                        .asString(""));
        assertThat(found).isEqualTo(said);
        assertThat(request.has("reasoning")).isFalse();
    }

    /// What a client of chat completions is told of thoughts of Anthropic's.
    private String thoughtsOfMessages() throws IOException {
        gateway.use("openai", "anthropic", Behaviours.json(200, THOUGHTFUL));
        var reply =
                gateway.chat(
                        "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}");
        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        var details = reply.json().at("/choices/0/message/reasoning_details");
        assertThat(details.at("/0/signature").stringValue())
                .hasSize(SIGNATURE.length() + 8)
                .endsWith(SIGNATURE);
        return details.toString();
    }

    /// The same as a client of messages would have it.
    private static String blocks(String details) {
        var list = json(details);
        return "{\"type\":\"thinking\",\"thinking\":\"hm\",\"signature\":"
                + list.at("/0/signature")
                + "},{\"type\":\"redacted_thinking\",\"data\":"
                + list.at("/1/data")
                + "},";
    }

    private CollectingSink goOn(String details) throws IOException {
        return gateway.chat(
                "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"},"
                        + "{\"role\":\"assistant\",\"content\":\"Hello!\",\"reasoning_details\":"
                        + details
                        + "},{\"role\":\"user\",\"content\":\"go on\"}]}");
    }

    private static JsonNode json(String text) {
        return JsonMapper.shared().readTree(text);
    }
}
