package io.agw.server.plane.llm;

import static org.assertj.core.api.Assertions.assertThat;

import io.agw.server.upstream.AnthropicBehaviours;
import io.agw.server.upstream.Behaviours;
import io.agw.store.SpanAttribute;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Clients of one dialect, served by an upstream of another, which validates what it gets.
@Timeout(30)
final class TranslatedTurnsTest {
    private static final String CHAT =
            "{\"model\":\"claude-x\",\"messages\":[{\"role\":\"system\",\"content\":\"be kind\"},"
                    + "{\"role\":\"user\",\"content\":\"hi\"}]%s}";
    private static final String MESSAGES =
            "{\"model\":\"gpt-x\",\"max_tokens\":50,\"system\":\"be kind\","
                    + "\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]%s}";

    private PlaneHarness gateway;

    @BeforeEach
    void start() throws IOException {
        gateway = new PlaneHarness(AnthropicBehaviours.messages());
    }

    @AfterEach
    void stop() throws IOException {
        gateway.close();
    }

    @Test
    void aChatCompletionIsAnsweredByMessages() throws IOException {
        gateway.use("openai", "anthropic", AnthropicBehaviours.messages());

        var reply = gateway.chat(CHAT.formatted(""));

        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        var answer = reply.json();
        assertThat(answer.path("object").stringValue()).isEqualTo("chat.completion");
        assertThat(answer.at("/choices/0/message/content").stringValue()).isEqualTo("Hello!");
        assertThat(answer.at("/choices/0/finish_reason").stringValue()).isEqualTo("stop");
        assertThat(answer.at("/usage/prompt_tokens").intValue()).isEqualTo(60);
        assertThat(answer.at("/usage/prompt_tokens_details/cached_tokens").intValue())
                .isEqualTo(20);
        var seen = gateway.upstream.requests().getFirst();
        assertThat(seen.target()).isEqualTo("/v1/messages");
        assertThat(json(seen.text()).path("model").stringValue()).isEqualTo("claude-x");
        assertThat(gateway.usage().inputTokens()).isEqualTo(60);
        assertThat(gateway.usage().outputTokens()).isEqualTo(7);
        assertThat(gateway.usage().operation()).isEqualTo("chat_completions");
    }

    @Test
    void aCharacterThatAProviderCutsInTwoArrivesWhole() throws IOException {
        var stream =
                Vendor.CHAT.opening()
                        + Vendor.CHAT.token("\\ud83d")
                        + Vendor.CHAT.token("\\ude00")
                        + Vendor.CHAT.ending("1", "2")
                        + Vendor.CHAT.last();
        gateway.use("anthropic", "openai", Behaviours.events(stream));

        var reply =
                gateway.ask("POST", Vendor.MESSAGES.path(true), "", Vendor.MESSAGES.request(true));

        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        assertThat(reply.text()).contains("\"text\":\"😀\"");
    }

    @Test
    void aStreamedChatCompletionIsAnsweredByMessages() throws IOException {
        gateway.use("openai", "anthropic", AnthropicBehaviours.messages());

        var reply =
                gateway.chat(
                        CHAT.formatted(
                                ",\"stream\":true,\"stream_options\":{\"include_usage\":true}"));

        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        var text = new StringBuilder();
        var events = reply.events();
        for (var event : events) {
            text.append(event.at("/choices/0/delta/content").asString(""));
        }
        assertThat(text.toString()).isEqualTo("Hello!");
        assertThat(events.getLast().at("/usage/prompt_tokens").intValue()).isEqualTo(60);
        assertThat(reply.text()).endsWith("data: [DONE]\n\n");
        assertThat(reply.hasEnded()).isTrue();
        assertThat(gateway.usage().outcome()).isEqualTo("ok");
        assertThat(gateway.usage().outputTokens()).isEqualTo(7);
    }

    @Test
    void messagesAreAnsweredByAChatCompletion() throws IOException {
        gateway.use("anthropic", "openai", Behaviours.openAi());

        var reply = gateway.request("POST", "/v1/messages", MESSAGES.formatted(""));

        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        var answer = reply.json();
        assertThat(answer.path("type").stringValue()).isEqualTo("message");
        assertThat(answer.at("/content/0/text").stringValue()).isEqualTo("Hello!");
        assertThat(answer.path("stop_reason").stringValue()).isEqualTo("end_turn");
        assertThat(answer.at("/usage/input_tokens").intValue()).isEqualTo(19);
        var seen = gateway.asked();
        assertThat(seen.at("/messages/0/content").asString()).contains("be kind");
    }

    @Test
    void streamedMessagesAreAnsweredByAChatCompletion() throws IOException {
        gateway.use("anthropic", "openai", Behaviours.openAi());

        var reply = gateway.request("POST", "/v1/messages", MESSAGES.formatted(",\"stream\":true"));

        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        assertThat(reply.text())
                .startsWith("event: message_start\n")
                .contains("\"text\":\"Hel\"")
                .endsWith("event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n");
        assertThat(gateway.usage().inputTokens()).isEqualTo(19);
        assertThat(gateway.usage().outputTokens()).isEqualTo(10);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    openai     | max_completion_tokens | reasoning_effort | thinking, reasoning
                    openrouter | max_completion_tokens | reasoning        | thinking, reasoning_effort
                    deepseek   | max_tokens            | thinking         | reasoning
                    mistral    | max_tokens            | max_tokens       | thinking, reasoning, reasoning_effort
                    """)
    void everyVendorOfChatCompletionsIsAskedInItsOwnWords(
            String type, String limit, String thinking, String absent) throws IOException {
        gateway.use("anthropic", type, Behaviours.openAi());

        var reply =
                gateway.request(
                        "POST",
                        "/v1/messages",
                        MESSAGES.formatted(
                                ",\"thinking\":{\"type\":\"enabled\",\"budget_tokens\":2000}"));

        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        assertThat(gateway.asked().propertyNames())
                .contains(limit, thinking)
                .doesNotContain(absent.split(", ", -1));
    }

    @Test
    void whatCannotBeSaidIsRefusedByName() throws IOException {
        gateway.use("openai", "anthropic", AnthropicBehaviours.messages());

        var reply = gateway.chat(CHAT.formatted(",\"logit_bias\":{\"50256\":-100}"));

        assertThat(reply.status()).isEqualTo(400);
        var error = reply.json().path("error");
        assertThat(error.path("code").stringValue()).isEqualTo("unsupported_parameter");
        assertThat(error.path("param").stringValue()).isEqualTo("logit_bias");
        assertThat(gateway.upstream.requests()).isEmpty();
        assertThat(reply.headers()).doesNotContainKey("x-agw-attempts");
        assertThat(gateway.usage().attempts()).isZero();
        assertThat(gateway.usage().outcome()).isEqualTo("refused");
    }

    @Test
    void aNameThatIsNoPlainWordIsNoParameter() throws IOException {
        gateway.use("openai", "anthropic", AnthropicBehaviours.messages());

        var reply = gateway.chat(CHAT.formatted(",\"a \\\"b\\\"\\n\\u001b\":1"));

        assertThat(reply.status()).as(reply.text()).isEqualTo(400);
        var error = reply.json().path("error");
        assertThat(error.path("param").isNull()).isTrue();
        assertThat(error.path("message").stringValue())
                .startsWith("\"a \\\"b\\\"\\u{a}\\u{1b}\": ");
    }

    @Test
    void hintsThatAreLeftOutAreTold() throws IOException {
        gateway.use("openai", "anthropic", AnthropicBehaviours.messages());

        var reply = gateway.chat(CHAT.formatted(",\"prompt_cache_key\":\"k\""));

        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        assertThat(reply.headers()).containsEntry("x-agw-left-out", "prompt_cache_key");
        assertThat(noted("agw.request.left_out")).containsExactly("prompt_cache_key");
        assertThat(noted("agw.answer.left_out")).isEmpty();
        assertThat(gateway.meters()).doesNotContain("agw_answers_left_out_total{");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whatOfAnAnswerHasNoWordIsLeftOutAndCounted(boolean streamed) throws IOException {
        var cited =
                AnthropicBehaviours.MESSAGE.replace("Hello!\"}", "Hello!\",\"citations\":[{}]}");
        var events = new ArrayList<>(AnthropicBehaviours.STREAM);
        var citation =
                AnthropicBehaviours.event(
                        "content_block_delta",
                        "\"index\":0,\"delta\":{\"type\":\"citations_delta\",\"citation\":{}}");
        events.addAll(4, List.of(citation, citation));
        gateway.use(
                "openai",
                "anthropic",
                streamed
                        ? Behaviours.events(events.toArray(String[]::new))
                        : Behaviours.json(200, cited));

        var reply = gateway.chat(CHAT.formatted(streamed ? ",\"stream\":true" : ""));

        var what = streamed ? "citations_delta" : "citations";
        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        assertThat(noted("agw.answer.left_out")).containsExactly(what);
        assertThat(gateway.meters())
                .contains(
                        "agw_answers_left_out_total{provider=\"fake\",what=\"" + what + "\"} 1.0");
    }

    @Test
    void aTranslatedStreamThatBreaksDoesNotLookComplete() throws IOException {
        gateway.use(
                "openai",
                "anthropic",
                Behaviours.cutAfter(
                        AnthropicBehaviours.STREAM.getFirst(),
                        AnthropicBehaviours.STREAM.get(1),
                        AnthropicBehaviours.text("Hel")));

        var reply = gateway.chat(CHAT.formatted(",\"stream\":true"));

        assertThat(reply.text())
                .contains("Hel")
                .contains("data: {\"error\"")
                .doesNotContain("[DONE]")
                .doesNotContain("\"finish_reason\":\"stop\"");
        assertThat(gateway.usage().outcome()).isEqualTo("truncated");
        assertThat(gateway.usage().estimated()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"openai,/v1/chat/completions,[DONE]", "anthropic,/v1/messages,message_stop"})
    void aStreamOfMessagesIsCompleteWithItsStopReason(String protocol, String path, String last)
            throws IOException {
        var events = AnthropicBehaviours.STREAM;
        gateway.use(
                protocol,
                "anthropic",
                Behaviours.events(events.subList(0, events.size() - 1).toArray(String[]::new)));

        var reply =
                gateway.request(
                        "POST",
                        path,
                        (protocol.equals("openai") ? CHAT : MESSAGES)
                                .formatted(",\"stream\":true"));

        assertThat(events.getLast()).contains("message_stop");
        assertThat(reply.text()).contains("Hel").contains(last).doesNotContain("\"error\"");
        assertThat(gateway.usage().outcome()).isEqualTo("ok");
    }

    @Test
    void anErrorBeforeTheFirstWordIsAStatus() throws IOException {
        gateway.use(
                "openai",
                "anthropic",
                Behaviours.json(529, AnthropicBehaviours.error("overloaded_error", "prose")));

        var reply = gateway.chat(CHAT.formatted(",\"stream\":true"));

        assertThat(reply.status()).isEqualTo(503);
        assertThat(reply.json().at("/error/code").stringValue()).isEqualTo("upstream_overloaded");
    }

    /// What the spans of the last turn have under a name.
    private List<String> noted(String name) {
        return gateway.spans().stream()
                .flatMap(span -> span.attributes().stream())
                .filter(attribute -> attribute.key().equals(name))
                .map(attribute -> ((SpanAttribute.Text) attribute).value())
                .toList();
    }

    private static JsonNode json(String text) {
        return JsonMapper.shared().readTree(text);
    }
}
