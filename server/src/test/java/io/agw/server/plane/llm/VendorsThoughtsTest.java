package io.agw.server.plane.llm;

import static org.assertj.core.api.Assertions.assertThat;

import io.agw.server.upstream.Behaviours;
import io.agw.server.upstream.FakeUpstream;
import io.agw.server.upstream.TestSnapshots;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Many vendors speak one dialect, and each refuses thoughts that another of them has signed: they
/// go back to the address that they came from, whatever the provider there is called.
@Timeout(30)
final class VendorsThoughtsTest extends PlaneTest {
    private static final String SIGNATURE = "EqoBCkgIARABGAIiQL";
    private static final String OF_MESSAGES =
            "{\"id\":\"msg_1\",\"type\":\"message\",\"role\":\"assistant\",\"model\":\"m\",\"content\":"
                    + "[{\"type\":\"thinking\",\"thinking\":\"hm\",\"signature\":\""
                    + SIGNATURE
                    + "\"},{\"type\":\"text\",\"text\":\"Hello!\"}],\"stop_reason\":\"end_turn\","
                    + "\"stop_sequence\":null,\"usage\":{\"input_tokens\":1,\"output_tokens\":2}}";
    private static final String OF_CHAT =
            "{\"id\":\"c\",\"object\":\"chat.completion\",\"created\":1,\"model\":\"m\",\"choices\":[{\"index\":0,"
                    + "\"message\":{\"role\":\"assistant\",\"content\":\"Hello!\",\"reasoning_details\":["
                    + "{\"type\":\"reasoning.text\",\"text\":\"hm\",\"signature\":\""
                    + SIGNATURE
                    + "\",\"index\":0}]},\"finish_reason\":\"stop\"}],"
                    + "\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":2,\"total_tokens\":3}}";
    private static final JsonMapper JSON = JsonMapper.shared();

    private FakeUpstream other;

    @BeforeEach
    void startOther() throws IOException {
        other = FakeUpstream.start(Behaviours.json(500, "{}"));
    }

    @AfterEach
    void stopOther() throws IOException {
        other.close();
    }

    @ParameterizedTest
    @CsvSource({
        "anthropic, anthropic",
        "anthropic, claudecode",
        "claudecode, anthropic",
        "openrouter, openai-compatible",
        "openrouter, openrouter",
    })
    void signatureGoesBackToItsAddressAlone(String first, String second) throws IOException {
        boolean chat = !first.equals("anthropic") && !first.equals("claudecode");
        var protocol = chat ? "anthropic" : "openai";
        use(protocol, "a", first, gateway.upstream.baseUrl());
        gateway.upstream.then(Behaviours.json(200, chat ? OF_CHAT : OF_MESSAGES));
        var said = said(chat, gateway.request("POST", path(chat), asked(chat, "")));

        use(protocol, "b", second, other.baseUrl());
        gateway.request("POST", path(chat), asked(chat, said));
        assertThat(other.requests().getLast().text())
                .contains("Hello!", "go on")
                .doesNotContain(SIGNATURE, "agwx");

        use(protocol, "c", first, gateway.upstream.baseUrl());
        gateway.request("POST", path(chat), asked(chat, said));
        assertThat(gateway.upstream.requests().getLast().text())
                .contains("\"" + SIGNATURE + "\"")
                .doesNotContain("agwx");
    }

    private void use(String protocol, String id, String type, String address) {
        gateway.use(
                TestSnapshots.of(
                        """
                        providers:
                          - {id: %s, provider_type: %s, api_key: k, base_url: '%s', network: {max_retries: 0}}
                        llmRoutes:
                          - id: route
                            protocol: %s
                            auth_policy: {require_virtual_key: false}
                            target_policy: {provider_id: %s}
                        """
                                .formatted(id, type, address, protocol, id)));
    }

    private static String path(boolean chat) {
        return chat ? "/v1/messages" : "/v1/chat/completions";
    }

    /// The turn of the model's as its client sends it back.
    private static String said(boolean chat, CollectingSink reply) {
        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        JsonNode answer = JSON.readTree(reply.text());
        return ","
                + (chat
                        ? "{\"role\":\"assistant\",\"content\":" + answer.path("content") + "}"
                        : answer.at("/choices/0/message").toString())
                + ",{\"role\":\"user\",\"content\":\"go on\"}";
    }

    private static String asked(boolean chat, String more) {
        return "{\"model\":\"m\","
                + (chat ? "\"max_tokens\":9," : "")
                + "\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}"
                + more
                + "]}";
    }
}
