package io.agw.server.plane.llm;

import static org.assertj.core.api.Assertions.assertThat;

import io.agw.server.upstream.ConverseBehaviours;
import io.agw.server.upstream.SignatureCheck;
import io.agw.server.upstream.TestSnapshots;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Signed thoughts of models behind Bedrock's one API for all: they go back to the family that
/// signed them, and to no other, though both are asked in the same words.
@Timeout(30)
final class ConverseThoughtsTest extends PlaneTest {
    private static final SignatureCheck SIGNED =
            new SignatureCheck("AKIDEXAMPLE", "secret-1", "", "eu-central-1");
    private static final String SIGNATURE = "EqoBCkgIARABGAIiQL+/abc==";
    private static final String THOUGHT =
            "{\"reasoningContent\":{\"reasoningText\":{\"text\":\"hm\",\"signature\":\""
                    + SIGNATURE
                    + "\"}}}";
    private static final String ANSWER =
            ConverseBehaviours.ANSWER.replace(
                    "[{\"text\":\"Hello!\"}]", "[" + THOUGHT + ",{\"text\":\"Hello!\"}]");
    private static final List<byte[]> STREAM =
            List.of(
                    ConverseBehaviours.event("messageStart", "{\"role\":\"assistant\"}"),
                    thought("\"text\":\"hm\""),
                    thought("\"signature\":\"" + SIGNATURE + "\""),
                    ConverseBehaviours.event("contentBlockStop", "{\"contentBlockIndex\":0}"),
                    ConverseBehaviours.event("messageStop", "{\"stopReason\":\"end_turn\"}"));

    @ParameterizedTest
    @CsvSource({
        "eu.anthropic.claude-sonnet-4-5-20250929-v1:0, eu.anthropic.claude-opus-4-6-v1, false, true",
        "eu.anthropic.claude-sonnet-4-5-20250929-v1:0, eu.anthropic.claude-opus-4-6-v1, true, true",
        "eu.anthropic.claude-sonnet-4-5-20250929-v1:0, eu.amazon.nova-2-lite-v1:0, false, false",
        "eu.anthropic.claude-sonnet-4-5-20250929-v1:0, eu.amazon.nova-2-lite-v1:0, true, false",
        "eu.anthropic.claude-sonnet-4-5-20250929-v1:0, deepseek.v3-v1:0, false, false",
        "deepseek.v3-v1:0, deepseek.v3-v1:0, false, true",
        "deepseek.v3-v1:0, eu.anthropic.claude-opus-4-6-v1, false, false",
    })
    void aSignatureGoesToItsOwnFamilyAlone(
            String maker, String next, boolean streams, boolean taken) throws IOException {
        use();
        var thought = thoughtOf(maker, streams);
        assertThat(thought.path("signature").stringValue()).endsWith(SIGNATURE).startsWith("agwx");

        var reply =
                ask(
                        next,
                        false,
                        ",{\"role\":\"assistant\",\"content\":["
                                + thought
                                + ",{\"type\":\"text\",\"text\":\"Hello!\"}]},"
                                + "{\"role\":\"user\",\"content\":\"go on\"}");

        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        var said = gateway.asked().at("/messages/1/content");
        if (taken) {
            assertThat(said.path(0).toString()).isEqualTo(THOUGHT);
            assertThat(reply.headers()).doesNotContainKey("x-agw-left-out");
        } else {
            assertThat(said.toString()).isEqualTo("[{\"text\":\"Hello!\"}]");
            assertThat(reply.headers().get("x-agw-left-out"))
                    .contains("messages[].content[].signature");
        }
    }

    /// As a client of messages is told it.
    private JsonNode thoughtOf(String model, boolean streams) throws IOException {
        var reply = ask(model, streams, "");
        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        if (!streams) {
            return reply.json().at("/content/0");
        }
        var signature =
                reply.text()
                        .lines()
                        .filter(line -> line.contains("signature_delta"))
                        .map(line ->
                                JsonMapper.shared().readTree(line.substring("data: ".length())))
                        .map(event -> event.at("/delta/signature").stringValue())
                        .findFirst()
                        .orElseThrow();
        return JsonMapper.shared()
                .createObjectNode()
                .put("type", "thinking")
                .put("thinking", "hm")
                .put("signature", signature);
    }

    private CollectingSink ask(String model, boolean streams, String more) throws IOException {
        return gateway.request(
                "POST",
                "/v1/messages",
                "{\"model\":\""
                        + model
                        + "\",\"max_tokens\":9,\"stream\":"
                        + streams
                        + ",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}"
                        + more
                        + "]}");
    }

    private static byte[] thought(String delta) {
        return ConverseBehaviours.event(
                "contentBlockDelta",
                "{\"contentBlockIndex\":0,\"delta\":{\"reasoningContent\":{" + delta + "}}}");
    }

    /// A provider whose models are all asked by Converse.
    private void use() {
        gateway.upstream.then(ConverseBehaviours.models(SIGNED, ANSWER, STREAM));
        gateway.use(
                TestSnapshots.of(
                        """
                        providers:
                          - id: bedrock
                            provider_type: bedrock
                            api_key: secret-1
                            base_url: http://127.0.0.1:%d
                            options: {region: eu-central-1, access_key_id: AKIDEXAMPLE, api: converse}
                            network: {max_retries: 0}
                        llmRoutes:
                          - id: r
                            protocol: anthropic
                            auth_policy: {require_virtual_key: false}
                            target_policy: {provider_id: bedrock}
                        """
                                .formatted(gateway.upstream.port())));
    }
}
