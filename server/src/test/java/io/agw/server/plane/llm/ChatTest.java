package io.agw.server.plane.llm;

import static io.agw.server.plane.llm.PlaneHarness.received;
import static org.assertj.core.api.Assertions.assertThat;

import io.agw.server.upstream.Behaviours;
import io.agw.server.upstream.TestSnapshots;
import io.agw.store.SpanAttribute;
import io.agw.store.SpanRecord;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/// Turns that go well, and those that the gateway itself refuses.
@Timeout(30)
final class ChatTest extends PlaneTest {
    private static final String PLAIN =
            "{ \"model\": \"gpt-x\", \"messages\": [], \"future\": {\"é\": 1.0e0} }";
    private static final String STREAMED = "{\"model\":\"gpt-x\",\"messages\":[],\"stream\":true}";

    @Test
    void requestAndAnswerPassByteForByte() throws IOException {
        var reply = gateway.chat(PLAIN);

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.text()).isEqualTo(Behaviours.COMPLETION);
        assertThat(reply.headers()).containsEntry("content-type", "application/json");
        var seen = gateway.upstream.requests().getFirst();
        assertThat(seen.text()).isEqualTo(PLAIN);
        assertThat(seen.header("authorization")).isEqualTo("Bearer sk-upstream");
    }

    @Test
    void streamIsPassedOnWithoutWhatWasNotAskedFor() throws IOException {
        var reply = gateway.chat(STREAMED);

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.headers()).containsEntry("content-type", "text/event-stream");
        assertThat(reply.text())
                .isEqualTo(
                        Behaviours.chunk("Hel")
                                + Behaviours.chunk("lo!")
                                + Behaviours.finish()
                                + "data: [DONE]\n\n");
        assertThat(reply.hasEnded()).isTrue();
        assertThat(gateway.usage().inputTokens()).isEqualTo(19);
        assertThat(gateway.usage().outputTokens()).isEqualTo(10);
        assertThat(gateway.usage().estimated()).isFalse();
    }

    @Test
    void usageChunkReachesTheClientThatAskedForIt() throws IOException {
        var reply =
                gateway.chat(
                        "{\"model\":\"gpt-x\",\"messages\":[],\"stream\":true,"
                                + "\"stream_options\":{\"include_usage\":true}}");

        assertThat(reply.text()).contains(Behaviours.usage(19, 10));
    }

    @Test
    void connectionIsUsedAgainAfterPlainAndStreamedAnswers() throws IOException {
        for (int i = 0; i < 3; i++) {
            gateway.chat(PLAIN);
            gateway.chat(STREAMED);
        }

        assertThat(gateway.upstream.connections()).isEqualTo(1);
    }

    @Test
    void everyTurnLeavesOneRow() throws IOException {
        gateway.chat(PLAIN);
        var plain = gateway.usage();
        gateway.chat(STREAMED);

        assertThat(gateway.records).hasSize(2);
        assertThat(plain.requestId()).isEqualTo("req-1");
        assertThat(plain.routeId()).isEqualTo("chat");
        assertThat(plain.protocol()).isEqualTo("openai");
        assertThat(plain.operation()).isEqualTo("chat_completions");
        assertThat(plain.providerId()).isEqualTo("fake");
        assertThat(plain.requestedModel()).isEqualTo("gpt-x");
        assertThat(plain.outcome()).isEqualTo("ok");
        assertThat(plain.status()).isEqualTo(200);
        assertThat(plain.attempts()).isEqualTo(1);
        assertThat(plain.stream()).isFalse();
        assertThat(plain.inputTokens()).isEqualTo(19);
        assertThat(plain.latencyMillis()).isGreaterThanOrEqualTo(0);
        assertThat(plain.firstByteMillis()).isNotNull();
        assertThat(gateway.usage().stream()).isTrue();
    }

    @Test
    void traceGoesThroughFromTheCallerToTheUpstream() throws IOException {
        var trace = "4bf92f3577b34da6a3ce929d0e0e4736";
        gateway.serve(
                received(
                        "POST",
                        "/v1/chat/completions",
                        PLAIN,
                        "traceparent",
                        "00-" + trace + "-00f067aa0ba902b7-01",
                        "tracestate",
                        "vendor=1"),
                new CollectingSink());

        var spans = gateway.spans();
        assertThat(spans)
                .extracting(SpanRecord::kind)
                .containsExactly("server", "internal", "client");
        assertThat(spans).extracting(SpanRecord::traceId).containsOnly(trace);
        assertThat(spans.get(0).parentId()).isEqualTo("00f067aa0ba902b7");
        assertThat(spans.get(1).parentId()).isEqualTo(spans.get(0).spanId());
        assertThat(spans.get(2).parentId()).isEqualTo(spans.get(1).spanId());
        assertThat(spans.get(2).name()).isEqualTo("chat gpt-x");
        assertThat(spans.get(2).attributes())
                .contains(
                        new SpanAttribute.Text("gen_ai.operation.name", "chat"),
                        new SpanAttribute.Text("gen_ai.request.model", "gpt-x"),
                        new SpanAttribute.Int("gen_ai.usage.input_tokens", 19),
                        new SpanAttribute.Int("http.response.status_code", 200));
        var seen = gateway.upstream.requests().getFirst();
        assertThat(seen.header("traceparent"))
                .isEqualTo("00-" + trace + "-" + spans.get(2).spanId() + "-01");
        assertThat(seen.header("tracestate")).isEqualTo("vendor=1");
        assertThat(gateway.usage().traceId()).isEqualTo(trace);
    }

    @Test
    void malformedRequestIsTheClientsFault() throws IOException {
        for (var body :
                List.of(
                        "",
                        "nonsense",
                        "[]",
                        "{\"model\":1}",
                        "{\"model\":\"a\",\"model\":\"b\"}")) {
            var reply = gateway.chat(body);

            assertThat(reply.status()).isEqualTo(400);
            assertThat(error(reply, "code")).isEqualTo("invalid_json");
            assertThat(error(reply, "type")).isEqualTo("invalid_request_error");
            assertThat(gateway.usage().outcome()).isEqualTo("refused");
        }
        assertThat(gateway.upstream.requests()).isEmpty();
    }

    @Test
    void wrongMethodNamesTheRightOne() throws IOException {
        var chat = gateway.request("PUT", "/v1/chat/completions", "");
        assertThat(chat.status()).isEqualTo(405);
        assertThat(chat.headers()).containsEntry("allow", "POST");
        assertThat(error(chat, "code")).isEqualTo("method_not_allowed");

        var models = gateway.request("POST", "/v1/models", "");
        assertThat(models.status()).isEqualTo(405);
        assertThat(models.headers()).containsEntry("allow", "GET");
    }

    @Test
    void operationThatTheProviderDoesNotHaveIsNamed() throws IOException {
        gateway.use(
                TestSnapshots.of(
                        """
                        providers: [{id: e, provider_type: echo}]
                        llmRoutes:
                          - id: r
                            protocol: openai
                            auth_policy: {require_virtual_key: false}
                            target_policy: {provider_id: e}
                        """));

        var reply = gateway.request("POST", "/v1/embeddings", "{\"input\":\"a\"}");

        assertThat(reply.status()).isEqualTo(400);
        assertThat(error(reply, "code")).isEqualTo("api_not_served");
        assertThat(error(reply, "message")).contains("embeddings");
    }

    @Test
    void missingOrWrongKeyIsRefusedInTheShapeOfOpenAi() throws IOException {
        gateway.use(
                TestSnapshots.of(
                        """
                        providers: [{id: e, provider_type: echo}]
                        llmRoutes: [{id: r, protocol: openai, target_policy: {provider_id: e}}]
                        """));
        var missing = gateway.chat(PLAIN);
        var wrong = new CollectingSink();
        gateway.serve(
                received("POST", "/v1/chat/completions", PLAIN, "authorization", "Bearer vk-x"),
                wrong);

        assertThat(missing.status()).isEqualTo(401);
        assertThat(error(missing, "code")).isEqualTo("missing_api_key");
        assertThat(error(missing, "type")).isEqualTo("authentication_error");
        assertThat(wrong.status()).isEqualTo(401);
        assertThat(error(wrong, "code")).isEqualTo("invalid_api_key");
        assertThat(gateway.records).hasSize(2);
    }

    @Test
    void unknownModelOfALogicalRouteIsNotFound() throws IOException {
        gateway.use(logical());

        var reply = gateway.chat("{\"model\":\"other\",\"messages\":[]}");

        assertThat(reply.status()).isEqualTo(404);
        assertThat(error(reply, "code")).isEqualTo("model_not_found");
    }

    @Test
    void logicalNameBecomesTheUpstreamsName() throws IOException {
        gateway.use(logical());

        assertThat(gateway.chat("{\"messages\":[], \"model\":\"smart\"}").status()).isEqualTo(200);

        assertThat(gateway.upstream.requests().getFirst().text())
                .isEqualTo("{\"messages\":[], \"model\":\"gpt-x\"}");
        assertThat(gateway.usage().requestedModel()).isEqualTo("smart");
        assertThat(gateway.usage().upstreamModel()).isEqualTo("gpt-x");
    }

    @Test
    void modelsOfALogicalRouteAreItsNames() throws IOException {
        gateway.use(logical());

        var list = gateway.request("GET", "/v1/models", "");

        var data = JsonMapper.shared().readTree(list.text()).path("data");
        assertThat(data).hasSize(2);
        assertThat(data.path(0).path("id").stringValue()).isEqualTo("smart");
        assertThat(data.path(1).path("id").stringValue()).isEqualTo("cheap");
        assertThat(gateway.request("GET", "/models/smart", "").text()).contains("\"smart\"");
        assertThat(gateway.request("GET", "/models/none", "").status()).isEqualTo(404);
        assertThat(gateway.upstream.requests()).isEmpty();
    }

    @Test
    void modelsOfADirectRouteAreTheUpstreams() throws IOException {
        var list = "{\"object\":\"list\",\"data\":[{\"id\":\"a/b\",\"x\":1}]}";
        gateway.upstream.then(Behaviours.json(200, list));

        assertThat(gateway.request("GET", "/v1/models", "").text()).isEqualTo(list);
        assertThat(gateway.upstream.requests().getFirst().target()).isEqualTo("/v1/models");
        assertThat(gateway.request("GET", "/v1/models/a/b", "").text())
                .isEqualTo("{\"id\":\"a/b\",\"x\":1}");
        assertThat(gateway.request("GET", "/v1/models/c", "").status()).isEqualTo(404);
        assertThat(gateway.usage().operation()).isEqualTo("model");
    }

    @Test
    void aListWithoutAnObjectAroundItIsReadToo() throws IOException {
        gateway.upstream.then(Behaviours.json(200, "[{\"id\":\"a/b\",\"x\":1},{\"id\":\"c\"}]"));

        assertThat(gateway.request("GET", "/v1/models", "").text())
                .startsWith("{\"object\":\"list\",\"data\":[{\"id\":\"a/b\",\"object\":\"model\"");
        assertThat(gateway.request("GET", "/v1/models/c", "").text()).contains("\"id\":\"c\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"codex", "zhipu"})
    void whereAProviderHasNoListTheConfigurationsNamesStandForIt(String type) throws IOException {
        gateway.use(unlisted(type, "default_model: m-usual, "));

        var list = JsonMapper.shared().readTree(gateway.request("GET", "/v1/models", "").text());

        assertThat(list.path("data").valueStream().map(each -> each.path("id").stringValue()))
                .containsExactly("m-usual", "m-large");
        assertThat(gateway.request("GET", "/v1/models/m-large", "").status()).isEqualTo(200);
        assertThat(gateway.request("GET", "/v1/models/m-off", "").status()).isEqualTo(404);
        assertThat(gateway.upstream.requests()).isEmpty();
    }

    @Test
    void aListThatIsNotThereIsStoodForByTheConfigurationsNames() throws IOException {
        gateway.use(unlisted("openai", "default_model: m-usual, "));
        gateway.upstream.then(Behaviours.json(404, "{}"));

        assertThat(gateway.request("GET", "/v1/models", "").text())
                .contains("m-usual", "m-large")
                .doesNotContain("m-off");
    }

    @Test
    void whereNobodyNamesAModelThereIsNoList() throws IOException {
        gateway.use(
                TestSnapshots.of(
                        """
                        providers: [{id: p, provider_type: zhipu, api_key: k}]
                        llmRoutes:
                          - id: r
                            protocol: openai
                            auth_policy: {require_virtual_key: false}
                            target_policy: {provider_id: p}
                        """));

        var reply = gateway.request("GET", "/v1/models", "");

        assertThat(reply.status()).isEqualTo(400);
        assertThat(error(reply, "code")).isEqualTo("api_not_served");
    }

    @Test
    void echoAnswersOnTheSameWay() throws IOException {
        gateway.use(
                TestSnapshots.of(
                        """
                        providers: [{id: e, provider_type: echo}]
                        llmRoutes:
                          - id: r
                            protocol: openai
                            auth_policy: {require_virtual_key: false}
                            target_policy: {provider_id: e}
                        """));
        var messages = "\"messages\":[{\"role\":\"user\",\"content\":\"hello big world\"}]";

        var plain = gateway.chat("{" + messages + "}");
        assertThat(
                        JsonMapper.shared()
                                .readTree(plain.text())
                                .at("/choices/0/message/content")
                                .stringValue())
                .isEqualTo("hello big world");
        assertThat(gateway.usage().inputTokens()).isEqualTo(3);

        var streamed = gateway.chat("{\"stream\":true," + messages + "}");
        assertThat(streamed.flushed()).hasSize(6);
        assertThat(streamed.text()).endsWith("data: [DONE]\n\n").doesNotContain("\"usage\"");
        assertThat(gateway.usage().outputTokens()).isEqualTo(3);
        assertThat(gateway.request("GET", "/v1/models", "").text()).contains("\"echo\"");
        assertThat(gateway.upstream.requests()).isEmpty();
    }

    private io.agw.server.snapshot.Snapshot unlisted(String type, String members) {
        return TestSnapshots.of(
                """
                providers:
                  - {id: p, provider_type: %s, %s base_url: '%s', network: {max_retries: 0}}
                managedModels:
                  - {provider_id: p, upstream_model: m-large}
                  - {provider_id: p, upstream_model: m-usual}
                  - {provider_id: p, upstream_model: m-off, enabled: false}
                  - {provider_id: q, upstream_model: m-other}
                llmRoutes:
                  - id: r
                    protocol: openai
                    auth_policy: {require_virtual_key: false}
                    target_policy: {provider_id: p}
                """
                        .formatted(type, members, gateway.upstream.baseUrl()));
    }

    private io.agw.server.snapshot.Snapshot logical() {
        return TestSnapshots.of(
                """
                providers:
                  - {id: fake, provider_type: openai, api_key: k, base_url: '%s'}
                llmRoutes:
                  - id: r
                    protocol: openai
                    auth_policy: {require_virtual_key: false}
                    target_policy:
                      model_targets:
                        - {name: smart, candidates: [{provider_id: fake, upstream_model: gpt-x}]}
                        - {name: cheap, candidates: [{provider_id: fake, upstream_model: gpt-y}]}
                """
                        .formatted(gateway.upstream.baseUrl()));
    }

    private static String error(CollectingSink reply, String member) {
        return JsonMapper.shared().readTree(reply.text()).path("error").path(member).asString("");
    }
}
