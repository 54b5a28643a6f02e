package io.agw.server.plane.llm;

import static org.assertj.core.api.Assertions.assertThat;

import io.agw.server.upstream.Behaviours;
import io.agw.server.upstream.SeenRequest;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Gemini's API for clients of it, and for clients of others.
@Timeout(30)
final class GenerateTest {
    private static final String BODY =
            "{ \"contents\": [{\"role\":\"user\",\"parts\":[{\"text\":\"hi\"}]}], \"labels\":{\"a\":\"b\"}}";
    private static final String ANSWER = chunk("Hello!", ",\"finishReason\":\"STOP\"", 9, 4);

    private PlaneHarness gateway;

    @BeforeEach
    void start() throws IOException {
        gateway = new PlaneHarness(Behaviours.json(200, ANSWER));
        gateway.use(gateway.route("gemini", "gemini"));
    }

    @AfterEach
    void stop() throws IOException {
        gateway.close();
    }

    @Test
    void requestAndAnswerPassByteForByte() throws IOException {
        var reply = generate("generateContent", "");

        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        assertThat(reply.text()).isEqualTo(ANSWER);
        var seen = gateway.upstream.requests().getFirst();
        assertThat(seen.target()).isEqualTo("/v1/models/gemini-x:generateContent");
        assertThat(seen.text()).isEqualTo(BODY);
        assertThat(seen.header("x-goog-api-key")).isEqualTo("sk-upstream");
        assertThat(gateway.usage().requestedModel()).isEqualTo("gemini-x");
        assertThat(gateway.usage().inputTokens()).isEqualTo(9);
        assertThat(gateway.usage().outputTokens()).isEqualTo(6);
    }

    @ParameterizedTest
    @CsvSource({
        "gemini, /v1beta/models, '{\"models\":[{\"name\":\"models/a\",\"x\":1},{\"name\":\"models/b\"}]}'",
        "openai, /v1/models, '{\"object\":\"list\",\"data\":[{\"id\":\"a\",\"object\":\"model\",\"created\":0,\"owned_by\":\"agent-gateway\"},{\"id\":\"b\",\"object\":\"model\",\"created\":0,\"owned_by\":\"agent-gateway\"}]}'"
    })
    void aListOfSeveralPagesIsOnePageForEveryClient(String protocol, String path, String list)
            throws IOException {
        gateway.use(gateway.route(protocol, "gemini"));
        gateway.upstream.then(
                Behaviours.json(
                        200,
                        "{\"models\":[{\"name\":\"models/a\",\"x\":1}],\"nextPageToken\":\"n+/=\"}"),
                Behaviours.json(200, "{\"models\":[{\"name\":\"models/b\"}]}"));

        assertThat(gateway.ask("GET", path + "?pageSize=1&pageToken=x", "", "").text())
                .isEqualTo(list);
        assertThat(gateway.upstream.requests())
                .extracting(SeenRequest::target)
                .containsExactly("/v1/models", "/v1/models?pageToken=n%2B%2F%3D");
    }

    @Test
    void streamPassesByteForByte() throws IOException {
        var first = "data: " + chunk("Hel", "", 9, 1) + "\r\n\r\n";
        var last = "data: " + chunk("lo!", ",\"finishReason\":\"STOP\"", 9, 4) + "\r\n\r\n";
        gateway.upstream.then(Behaviours.events(first, last));

        var reply = generate("streamGenerateContent", "alt=sse");

        assertThat(reply.text()).isEqualTo(first + last);
        assertThat(reply.hasEnded()).isTrue();
        assertThat(gateway.upstream.requests().getFirst().target())
                .isEqualTo("/v1/models/gemini-x:streamGenerateContent?alt=sse");
        assertThat(gateway.usage().stream()).isTrue();
        assertThat(gateway.usage().outputTokens()).isEqualTo(6);
        assertThat(gateway.usage().outcome()).isEqualTo("ok");
    }

    @Test
    void aStreamWithoutAFinishReasonIsBroken() throws IOException {
        gateway.upstream.then(Behaviours.events("data: " + chunk("Hel", "", 9, 1) + "\n\n"));

        var reply = generate("streamGenerateContent", "alt=sse");

        assertThat(reply.text()).contains("data: {\"error\":{\"code\":502");
        assertThat(gateway.usage().outcome()).isEqualTo("truncated");
    }

    @Test
    void errorsHaveGooglesShape() throws IOException {
        gateway.upstream.then(
                Behaviours.json(
                        429,
                        "{\"error\":{\"code\":429,\"message\":\"secret prose\","
                                + "\"status\":\"RESOURCE_EXHAUSTED\"}}"));

        var error = json(generate("generateContent", "").text()).path("error");

        assertThat(error.path("code").intValue()).isEqualTo(429);
        assertThat(error.path("status").stringValue()).isEqualTo("RESOURCE_EXHAUSTED");
        assertThat(error.at("/details/0/reason").stringValue()).isEqualTo("rate_limit_exceeded");
        assertThat(error.toString()).doesNotContain("secret prose");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "alt=json", "x=alt=sse", "alt=sse&alt=json"})
    void aStreamIsAnArrayUnlessEventsAreAskedFor(String query) throws IOException {
        var first = chunk("Hel", "", 9, 1);
        var last = chunk("lo!", ",\"finishReason\":\"STOP\"", 9, 4);
        gateway.upstream.then(
                Behaviours.events("data: " + first + "\r\n\r\n", ": x\n\ndata: " + last + "\n\n"));

        var reply = generate("streamGenerateContent", query);

        assertThat(reply.text().replaceAll("\\s", "")).isEqualTo("[" + first + "," + last + "]");
        assertThat(reply.headers()).containsEntry("content-type", "application/json");
        assertThat(reply.hasEnded()).isTrue();
        assertThat(gateway.upstream.requests().getFirst().target())
                .isEqualTo("/v1/models/gemini-x:streamGenerateContent?alt=sse");
        assertThat(gateway.usage().outputTokens()).isEqualTo(6);
    }

    @Test
    void anArrayThatBreaksOffTellsTheErrorAndIsNotClosed() throws IOException {
        gateway.upstream.then(Behaviours.events("data: " + chunk("Hel", "", 9, 1) + "\n\n"));

        var reply = generate("streamGenerateContent", "");

        assertThat(reply.text()).startsWith("[{\"candidates\"").contains("\n,\r\n{\"error\":{");
        assertThat(reply.text().strip()).endsWith("}").doesNotContain("]\n]");
        var whole = json(reply.text() + "]");
        assertThat(whole.get(1).at("/error/code").intValue()).isEqualTo(502);
        assertThat(gateway.usage().outcome()).isEqualTo("truncated");
    }

    @Test
    void anotherFormOfStreamsIsRefused() throws IOException {
        var reply = generate("streamGenerateContent", "alt=proto");

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.text()).contains("alt: \\\"proto\\\" (expected: json or sse)");
    }

    @Test
    void anArrayForGeminisClientsComesFromChatCompletions() throws IOException {
        gateway.use("gemini", "openai", Behaviours.openAi());

        var reply = generate("streamGenerateContent", "");

        var chunks = json(reply.text());
        assertThat(chunks.isArray()).isTrue();
        assertThat(chunks.get(0).at("/candidates/0/content/parts/0/text").stringValue())
                .isEqualTo("Hel");
        assertThat(chunks.get(chunks.size() - 1).at("/candidates/0/finishReason").stringValue())
                .isEqualTo("STOP");
    }

    @Test
    void aModelIsTheSameWithItsCollection() throws IOException {
        gateway.ask("POST", "/v1beta/models/models/gemini-x:generateContent", "", BODY);
        var named = gateway.usage().requestedModel();
        gateway.use(gateway.route("openai", "gemini"));
        gateway.chat(
                "{\"model\":\"models/gemini-x\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}");

        assertThat(named).isEqualTo("gemini-x");
        assertThat(gateway.upstream.requests())
                .extracting(SeenRequest::target)
                .containsExactly(
                        "/v1/models/gemini-x:generateContent",
                        "/v1/models/gemini-x:generateContent");
    }

    @ParameterizedTest
    @CsvSource({"true, ok", "false, truncated"})
    void aStreamOfSeveralCandidatesEndsWithTheLastOfThem(boolean both, String outcome)
            throws IOException {
        var first = chunk("a", ",\"finishReason\":\"STOP\"", 9, 1);
        var second = chunk("b", "", 9, 1).replace("\"index\":0", "\"index\":1");
        var end =
                chunk("", ",\"finishReason\":\"STOP\"", 9, 2).replace("\"index\":0", "\"index\":1");
        gateway.upstream.then(
                Behaviours.events(
                        "data: " + second + "\n\n",
                        "data: " + first + "\n\n" + (both ? "data: " + end + "\n\n" : "")));

        var reply = generate("streamGenerateContent", "alt=sse");

        assertThat(reply.text().contains("\"error\"")).isEqualTo(!both);
        assertThat(gateway.usage().outcome()).isEqualTo(outcome);
    }

    @Test
    void aMethodThatIsNotServedIsNotFound() throws IOException {
        var reply = generate("predictLongRunning", "");

        assertThat(reply.status()).isEqualTo(404);
        assertThat(reply.text()).contains("method_not_found").contains("batchEmbedContents");
    }

    @Test
    void aChatCompletionIsAnsweredByGemini() throws IOException {
        gateway.use(gateway.route("openai", "gemini"));

        var reply =
                gateway.chat(
                        "{\"model\":\"gemini-x\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}");

        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        assertThat(json(reply.text()).at("/choices/0/message/content").stringValue())
                .isEqualTo("Hello!");
        assertThat(gateway.upstream.requests().getFirst().target())
                .isEqualTo("/v1/models/gemini-x:generateContent");
    }

    @ParameterizedTest
    @ValueSource(strings = {"..", "../../v2/x", "a/./b", "a/..", "..\\\\x"})
    void aModelThatWouldLeadElsewhereInTheAddressIsRefused(String model) throws IOException {
        gateway.use(gateway.route("openai", "gemini"));

        var reply =
                gateway.chat(
                        "{\"model\":\""
                                + model
                                + "\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}");

        assertThat(reply.status()).as(reply.text()).isEqualTo(400);
        assertThat(json(reply.text()).at("/error/param").stringValue()).isEqualTo("model");
        assertThat(gateway.upstream.requests()).isEmpty();
    }

    @Test
    void aStreamForGeminisClientsComesFromChatCompletions() throws IOException {
        gateway.use(gateway.route("gemini", "openai"));
        gateway.upstream.then(Behaviours.openAi());

        var reply = generate("streamGenerateContent", "alt=sse");

        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        assertThat(reply.text()).contains("\"text\":\"Hel\"").contains("\"finishReason\":\"STOP\"");
        var seen = json(gateway.upstream.requests().getFirst().text());
        assertThat(seen.path("model").stringValue()).isEqualTo("gemini-x");
        assertThat(seen.path("stream").booleanValue()).isTrue();
        assertThat(gateway.usage().outputTokens()).isEqualTo(10);
    }

    private CollectingSink generate(String method, String query) throws IOException {
        return gateway.ask("POST", "/v1beta/models/gemini-x:" + method + "?" + query, "", BODY);
    }

    private static String chunk(String text, String finish, int input, int output) {
        return "{\"candidates\":[{\"content\":{\"role\":\"model\",\"parts\":[{\"text\":\""
                + text
                + "\"}]}"
                + finish
                + ",\"index\":0}],\"usageMetadata\":{\"promptTokenCount\":"
                + input
                + ",\"candidatesTokenCount\":"
                + output
                + ",\"thoughtsTokenCount\":2,\"totalTokenCount\":"
                + (input + output + 2)
                + "},\"modelVersion\":\"gemini-x\",\"responseId\":\"r1\"}";
    }

    private static JsonNode json(String text) {
        return JsonMapper.shared().readTree(text);
    }
}
