package io.agw.server.plane.llm;

import static org.assertj.core.api.Assertions.assertThat;

import io.agw.server.upstream.AnthropicBehaviours;
import io.agw.server.upstream.Behaviours;
import io.agw.server.upstream.FakeUpstream.Behaviour;
import io.agw.server.upstream.SeenRequest;
import io.agw.server.upstream.TestSnapshots;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Tokens of a prompt: counted by whoever can, guessed and marked where nobody can.
@Timeout(30)
final class TokenCountsTest extends PlaneTest {
    private static final String MESSAGES =
            """
            {"model":"m","system":"Be brief.","tools":[{"name":"read","description":"Reads.",\
            "input_schema":{"type":"object"}}],"thinking":{"type":"adaptive"},\
            "messages":[{"role":"user","content":"hello"}]}\
            """;
    private static final String CONTENTS =
            "{\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\"hello, world\"}]}]}";

    @Test
    void geminiCountsForAClientOfAnthropic() throws IOException {
        use("anthropic", "gemini");
        gateway.upstream.then(geminiCounts());

        var reply = count();

        assertThat(reply.text()).isEqualTo("{\"input_tokens\":31}");
        assertThat(reply.headers()).doesNotContainKey("x-agw-estimated");
        var seen = gateway.upstream.requests().getFirst();
        assertThat(seen.target()).isEqualTo("/v1/models/m:countTokens");
        var request = json(seen.text()).path("generateContentRequest");
        assertThat(request.path("model").stringValue()).isEqualTo("models/m");
        assertThat(request.at("/systemInstruction/parts/0/text").stringValue())
                .isEqualTo("Be brief.");
        assertThat(request.at("/tools/0/functionDeclarations/0/name").stringValue())
                .isEqualTo("read");
        assertThat(gateway.usage().estimated()).isFalse();
        assertThat(gateway.usage().inputTokens()).isNull();
    }

    @Test
    void anthropicCountsForAClientOfGemini() throws IOException {
        use("gemini", "anthropic");
        gateway.upstream.then(AnthropicBehaviours.messages());

        var reply = gateway.request("POST", "/v1beta/models/m:countTokens", CONTENTS);

        assertThat(reply.text()).isEqualTo("{\"totalTokens\":60}");
        assertThat(reply.headers()).doesNotContainKey("x-agw-estimated");
        var seen = gateway.upstream.requests().getFirst();
        assertThat(seen.target()).isEqualTo("/v1/messages/count_tokens");
        assertThat(json(seen.text()).propertyNames()).containsOnly("model", "messages");
    }

    @Test
    void geminiCountsForItsOwnClientsByteForByte() throws IOException {
        use("gemini", "gemini");
        gateway.upstream.then(geminiCounts());

        var reply = gateway.request("POST", "/v1beta/models/m:countTokens", CONTENTS);

        assertThat(reply.text()).isEqualTo("{\"totalTokens\": 31}");
        assertThat(gateway.upstream.requests().getFirst().text()).isEqualTo(CONTENTS);
        assertThat(gateway.usage().requestedModel()).isEqualTo("m");
        assertThat(gateway.usage().inputTokens()).isNull();
    }

    @Test
    void aModelThatTheRouteReplacesIsReplacedInTheCountedRequestToo() throws IOException {
        gateway.use(
                TestSnapshots.of(
                        """
                        providers:
                          - {id: fake, provider_type: gemini, api_key: k, base_url: "%s"}
                        llmRoutes:
                          - id: r
                            protocol: gemini
                            auth_policy: {require_virtual_key: false}
                            target_policy:
                              model_targets:
                                - name: m
                                  candidates: [{provider_id: fake, upstream_model: real}]
                        """
                                .formatted(gateway.upstream.baseUrl())));
        gateway.upstream.then(geminiCounts());
        var request = "{ \"generateContentRequest\":{\"model\": \"models/%s\", \"contents\":[]} }";

        gateway.request("POST", "/v1beta/models/m:countTokens", request.formatted("m"));

        var seen = gateway.upstream.requests().getFirst();
        assertThat(seen.target()).isEqualTo("/v1/models/real:countTokens");
        assertThat(seen.text()).isEqualTo(request.formatted("real"));
    }

    @ParameterizedTest
    @CsvSource({"anthropic, openai", "cc, openai", "cc, deepseek", "anthropic, echo"})
    void whereNobodyCountsTheAnswerIsAMarkedGuess(String protocol, String type) throws IOException {
        use(protocol, type);

        var reply = count();

        assertThat(reply.status()).isEqualTo(200);
        assertThat(json(reply.text()).path("input_tokens").longValue()).isBetween(10L, 40L);
        assertThat(reply.headers()).containsEntry("x-agw-estimated", "input_tokens");
        assertThat(gateway.upstream.requests()).isEmpty();
        assertThat(gateway.usage().estimated()).isTrue();
        assertThat(gateway.usage().inputTokens()).isNull();
        assertThat(gateway.usage().operation()).isEqualTo("count_tokens");
        assertThat(gateway.usage().outcome()).isEqualTo("ok");
    }

    @Test
    void aGuessForAClientOfGeminiHasGeminisShape() throws IOException {
        use("gemini", "openai");

        var reply = gateway.request("POST", "/v1beta/models/m:countTokens", CONTENTS);

        assertThat(reply.text()).isEqualTo("{\"totalTokens\":7}");
        assertThat(reply.headers()).containsEntry("x-agw-estimated", "totalTokens");
        assertThat(gateway.usage().estimated()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {404, 405, 501})
    void anUpstreamWithoutCountsIsStoodInFor(int status) throws IOException {
        use("anthropic", "anthropic");
        gateway.upstream.then(
                Behaviours.json(
                        status, AnthropicBehaviours.error("not_found_error", "secret prose")));

        var reply = count();

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.headers()).containsEntry("x-agw-estimated", "input_tokens");
        assertThat(gateway.usage().providerId()).isEqualTo("fake");
    }

    @ParameterizedTest
    @CsvSource({"400, 400", "401, 502", "429, 429", "500, 502"})
    void otherFailuresStayFailures(int status, int told) throws IOException {
        use("anthropic", "anthropic");
        gateway.upstream.then(
                Behaviours.json(status, AnthropicBehaviours.error("e", "secret prose")));

        var reply = count();

        assertThat(reply.status()).isEqualTo(told);
        assertThat(json(reply.text()).path("type").stringValue()).isEqualTo("error");
        assertThat(reply.text().contains("secret prose")).isEqualTo(status == 400);
    }

    @Test
    void whatGeminiCannotBeToldIsGuessed() throws IOException {
        use("anthropic", "gemini");
        gateway.upstream.then(geminiCounts());

        var reply =
                gateway.request(
                        "POST",
                        "/v1/messages/count_tokens",
                        "{\"model\":\"m\",\"messages\":[],\"mcp_servers\":[{\"name\":\"a\"}]}");

        assertThat(reply.headers()).containsEntry("x-agw-estimated", "input_tokens");
        assertThat(gateway.upstream.requests()).isEmpty();
    }

    @Test
    void anAnswerWithoutACountIsNoCount() throws IOException {
        use("anthropic", "gemini");
        gateway.upstream.then(Behaviours.json(200, "{\"totalTokens\":\"many\"}"));

        assertThat(count().status()).isEqualTo(502);
    }

    private CollectingSink count() throws IOException {
        return gateway.request("POST", "/v1/messages/count_tokens", MESSAGES);
    }

    private void use(String protocol, String type) {
        gateway.use(gateway.route(protocol, type));
    }

    /// Checks the request as Google does.
    private static Behaviour geminiCounts() {
        return (request, wire) ->
                wire.send(
                        countable(request)
                                ? Behaviours.response(200, "{\"totalTokens\": 31}")
                                : Behaviours.response(400, "{\"error\":{\"code\":400}}"));
    }

    private static boolean countable(SeenRequest request) {
        var body = json(request.text());
        var inner = body.path("generateContentRequest");
        var model = request.target().replaceAll(".*/models/(.*):countTokens", "$1");
        return request.method().equals("POST")
                && !request.header("x-goog-api-key").isEmpty()
                && (body.path("contents").isArray()
                        || inner.path("model").asString("").equals("models/" + model));
    }

    private static JsonNode json(String text) {
        return JsonMapper.shared().readTree(text);
    }
}
