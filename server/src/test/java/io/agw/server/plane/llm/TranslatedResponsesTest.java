package io.agw.server.plane.llm;

import static org.assertj.core.api.Assertions.assertThat;

import io.agw.server.upstream.AnthropicBehaviours;
import io.agw.server.upstream.Behaviours;
import io.agw.server.upstream.FakeUpstream.Behaviour;
import io.agw.server.upstream.ResponsesBehaviours;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Clients of responses, served by upstreams that have none, and an upstream that has nothing else.
@Timeout(30)
final class TranslatedResponsesTest {
    private static final String TOOL =
            ",\"tools\":[{\"type\":\"function\",\"name\":\"look\",\"parameters\":"
                    + "{\"type\":\"object\"},\"strict\":false}]";

    private PlaneHarness gateway;

    @BeforeEach
    void start() throws IOException {
        gateway = new PlaneHarness(AnthropicBehaviours.messages());
    }

    @AfterEach
    void stop() throws IOException {
        gateway.close();
    }

    @ParameterizedTest
    @CsvSource({"openai-compatible, 19, 0, 10", "anthropic, 60, 20, 7"})
    void aResponseIsAnsweredByOtherApis(String type, int input, int cached, int output)
            throws IOException {
        gateway.use("openai", type, answering(type));

        var reply = responses(",\"temperature\":0.5,\"metadata\":{\"team\":\"a\"}");

        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        var answer = reply.json();
        assertThat(answer.path("object").stringValue()).isEqualTo("response");
        assertThat(answer.path("status").stringValue()).isEqualTo("completed");
        assertThat(answer.path("model").stringValue()).isEqualTo("m-x");
        assertThat(answer.at("/output/0/content/0/text").stringValue()).isEqualTo("Hello!");
        assertThat(answer.at("/usage/input_tokens").intValue()).isEqualTo(input);
        assertThat(answer.at("/usage/input_tokens_details/cached_tokens").intValue())
                .isEqualTo(cached);
        assertThat(answer.at("/usage/output_tokens").intValue()).isEqualTo(output);
        assertThat(answer.path("instructions").stringValue()).isEqualTo("be kind");
        assertThat(answer.path("temperature").doubleValue()).isEqualTo(0.5);
        assertThat(answer.at("/metadata/team").stringValue()).isEqualTo("a");
        assertThat(answer.path("store").booleanValue()).isFalse();
        assertThat(gateway.usage().inputTokens()).isEqualTo(input);
        assertThat(gateway.usage().outputTokens()).isEqualTo(output);
        assertThat(gateway.usage().operation()).isEqualTo("responses");
    }

    @ParameterizedTest
    @CsvSource({"openai-compatible, 19", "anthropic, 60"})
    void aStreamedResponseIsAnsweredByOtherApis(String type, int input) throws IOException {
        gateway.use("openai", type, answering(type));

        var reply = responses(",\"stream\":true");

        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        var events = reply.events();
        assertThat(types(events))
                .containsExactly(
                        "response.created",
                        "response.in_progress",
                        "response.output_item.added",
                        "response.content_part.added",
                        "response.output_text.delta",
                        "response.output_text.delta",
                        "response.output_text.done",
                        "response.content_part.done",
                        "response.output_item.done",
                        "response.completed");
        for (int i = 0; i < events.size(); i++) {
            assertThat(events.get(i).path("sequence_number").intValue()).isEqualTo(i);
        }
        assertThat(events.getLast().at("/response/output/0/content/0/text").stringValue())
                .isEqualTo("Hello!");
        assertThat(events.getLast().at("/response/usage/input_tokens").intValue()).isEqualTo(input);
        assertThat(reply.text()).doesNotContain("[DONE]");
        assertThat(gateway.usage().outcome()).isEqualTo("ok");
        assertThat(gateway.usage().inputTokens()).isEqualTo(input);
    }

    @Test
    void aCallOfAFunctionComesAndItsResultGoes() throws IOException {
        gateway.use(
                "openai",
                "openai-compatible",
                Behaviours.json(
                        200,
                        """
                        {"id":"chatcmpl-1","object":"chat.completion","created":1,"model":"m-x",\
                        "choices":[{"index":0,"message":{"role":"assistant","content":null,\
                        "tool_calls":[{"id":"call_1","type":"function","function":\
                        {"name":"look","arguments":"{\\"at\\":12345678901234567890}"}}]},\
                        "finish_reason":"tool_calls"}]}\
                        """));

        var call = json(responses(TOOL).text()).at("/output/0");

        assertThat(call.path("type").stringValue()).isEqualTo("function_call");
        assertThat(call.path("arguments").stringValue()).isEqualTo("{\"at\":12345678901234567890}");
        gateway.upstream.then(Behaviours.openAi());

        var reply =
                gateway.request(
                        "POST",
                        "/v1/responses",
                        "{\"model\":\"m-x\",\"input\":[{\"role\":\"user\",\"content\":\"hi\"},"
                                + call
                                + ",{\"type\":\"function_call_output\",\"call_id\":\"call_1\","
                                + "\"output\":\"a cat\"}]"
                                + TOOL
                                + "}");

        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        var seen = gateway.asked().path("messages");
        assertThat(seen.at("/1/tool_calls/0/function/arguments").stringValue())
                .isEqualTo("{\"at\":12345678901234567890}");
        assertThat(seen.at("/2/role").stringValue()).isEqualTo("tool");
        assertThat(seen.at("/2/content").stringValue()).isEqualTo("a cat");
    }

    @Test
    void anErrorBeforeTheFirstWordIsAStatus() throws IOException {
        gateway.use(
                "openai",
                "anthropic",
                Behaviours.json(529, AnthropicBehaviours.error("overloaded_error", "prose")));

        var reply = responses(",\"stream\":true");

        assertThat(reply.status()).isEqualTo(503);
        assertThat(reply.json().at("/error/code").stringValue()).isEqualTo("upstream_overloaded");
    }

    @Test
    void aStreamThatBreaksEndsWithAFailureAndNotAsComplete() throws IOException {
        gateway.use(
                "openai",
                "anthropic",
                Behaviours.cutAfter(
                        AnthropicBehaviours.STREAM.getFirst(),
                        AnthropicBehaviours.STREAM.get(1),
                        AnthropicBehaviours.text("Hel")));

        var reply = responses(",\"stream\":true");

        var events = reply.events();
        assertThat(types(events))
                .endsWith("response.output_text.delta", "error", "response.failed")
                .doesNotContain("response.output_item.done", "response.completed");
        for (int i = 0; i < events.size(); i++) {
            assertThat(events.get(i).path("sequence_number").intValue()).isEqualTo(i);
        }
        assertThat(events.getLast().at("/response/error/code").stringValue())
                .isEqualTo("upstream_reset");
        assertThat(events.getLast().at("/response/id"))
                .isEqualTo(events.getFirst().at("/response/id"));
        assertThat(reply.hasEnded()).isTrue();
        assertThat(gateway.usage().outcome()).isEqualTo("truncated");
    }

    @Test
    void whatOnlyAVendorKeepsIsRefusedByName() throws IOException {
        gateway.use("openai", "anthropic", AnthropicBehaviours.messages());

        var reply = responses(",\"conversation\":\"conv_1\"");

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.json().at("/error/param").stringValue()).isEqualTo("conversation");
        assertThat(gateway.upstream.requests()).isEmpty();
    }

    @Test
    void whatAVendorKeepsGoesToAVendorOfResponses() throws IOException {
        gateway.use("openai", "openai", ResponsesBehaviours.responses());

        var reply = responses(",\"conversation\":\"conv_1\"");

        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        assertThat(reply.text()).isEqualTo(ResponsesBehaviours.RESPONSE);
    }

    @Test
    void aChatCompletionIsAnsweredByAResponse() throws IOException {
        gateway.use("openai", "codex", ResponsesBehaviours.responses());

        var reply =
                gateway.chat(
                        "{\"model\":\"gpt-x\",\"messages\":[{\"role\":\"system\",\"content\":\"be"
                                + " kind\"},{\"role\":\"user\",\"content\":\"hi\"}]}");

        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        var answer = reply.json();
        assertThat(answer.at("/choices/0/message/content").stringValue()).isEqualTo("Hello!");
        assertThat(answer.at("/choices/0/finish_reason").stringValue()).isEqualTo("stop");
        assertThat(answer.at("/usage/completion_tokens_details/reasoning_tokens").intValue())
                .isEqualTo(3);
        var seen = gateway.asked();
        assertThat(seen.path("instructions").stringValue()).isEqualTo("be kind");
        assertThat(seen.at("/input/0/content/0/text").stringValue()).isEqualTo("hi");
        assertThat(seen.path("store").booleanValue()).isFalse();
    }

    @Test
    void streamedMessagesAreAnsweredByAResponse() throws IOException {
        gateway.use("anthropic", "codex", ResponsesBehaviours.responses());

        var reply =
                gateway.request(
                        "POST",
                        "/v1/messages",
                        "{\"model\":\"gpt-x\",\"max_tokens\":50,\"stream\":true,"
                                + "\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}");

        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        assertThat(reply.text())
                .contains("\"text\":\"Hel\"")
                .endsWith("event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n");
        assertThat(gateway.usage().inputTokens()).isEqualTo(19);
        assertThat(gateway.usage().outputTokens()).isEqualTo(10);
    }

    @Test
    void aResponseThatBreaksLeavesNoCompletion() throws IOException {
        gateway.use(
                "openai",
                "codex",
                Behaviours.cutAfter(
                        ResponsesBehaviours.STREAM.getFirst(), ResponsesBehaviours.text("Hel")));

        var reply =
                gateway.chat(
                        "{\"model\":\"gpt-x\",\"stream\":true,"
                                + "\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}");

        assertThat(reply.text())
                .contains("Hel")
                .contains("data: {\"error\"")
                .doesNotContain("[DONE]")
                .doesNotContain("\"finish_reason\":\"stop\"");
        assertThat(gateway.usage().outcome()).isEqualTo("truncated");
    }

    private CollectingSink responses(String members) throws IOException {
        return gateway.request(
                "POST",
                "/v1/responses",
                "{\"model\":\"m-x\",\"instructions\":\"be kind\",\"input\":\"hi\"" + members + "}");
    }

    private static Behaviour answering(String type) {
        return type.equals("anthropic") ? AnthropicBehaviours.messages() : Behaviours.openAi();
    }

    private static List<String> types(List<JsonNode> events) {
        return events.stream().map(event -> event.path("type").stringValue()).toList();
    }

    private static JsonNode json(String text) {
        return JsonMapper.shared().readTree(text);
    }
}
