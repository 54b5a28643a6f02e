package io.agw.server.plane.llm;

import static org.assertj.core.api.Assertions.assertThat;

import io.agw.server.upstream.AnthropicBehaviours;
import io.agw.server.upstream.Behaviours;
import io.agw.server.upstream.ResponsesBehaviours;
import io.agw.server.upstream.TestSnapshots;
import io.agw.store.SpanAttribute;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Who the user of a turn is, and who may say so.
@Timeout(30)
final class UsersTest {
    private static final String CHAT = "/v1/chat/completions";
    private static final String MESSAGES = "\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]";

    private PlaneHarness gateway;

    @BeforeEach
    void start() throws IOException {
        gateway =
                new PlaneHarness((request, wire) ->
                        (request.target().endsWith("/messages")
                                        ? AnthropicBehaviours.messages()
                                        : request.target().endsWith("/responses")
                                                ? ResponsesBehaviours.responses()
                                                : Behaviours.openAi())
                                .serve(request, wire));
        gateway.use(
                TestSnapshots.of(
                        """
                        providers:
                          - {id: fake, provider_type: openai, api_key: sk, base_url: %1$s}
                          - {id: claude, provider_type: anthropic, api_key: sk, base_url: %1$s}
                        agents:
                          - {id: writer, name: Writer}
                        virtualKeys:
                          - {id: says, value: vk-says-key, asserts_user: true}
                          - {id: both, value: vk-both-key, asserts_user: true, user: ada, agent_id: writer}
                          - {id: ada, value: vk-ada-key, user: ada}
                          - {id: none, value: vk-none-key}
                        llmRoutes:
                          - {id: chat, protocol: openai, target_policy: {provider_id: fake}}
                          - {id: claude, protocol: anthropic, match_policy: {path_prefix: /claude}, target_policy: {provider_id: claude}}
                          - {id: open, protocol: openai, match_policy: {path_prefix: /open}, target_policy: {provider_id: fake},
                             auth_policy: {require_virtual_key: false}}
                        """
                                .formatted(gateway.upstream.baseUrl())));
    }

    @AfterEach
    void stop() throws IOException {
        gateway.close();
    }

    @ParameterizedTest
    @CsvSource({
        "vk-says-key, , , ",
        "vk-says-key, grace, , grace",
        "vk-says-key, , bob, bob",
        "vk-says-key, grace, bob, grace",
        "vk-says-key, ' grace ', , grace",
        "vk-says-key, '', bob, bob",
        "vk-says-key, , '', ",
        "vk-both-key, , , ada",
        "vk-both-key, grace, , grace",
        "vk-both-key, , bob, bob",
        "vk-ada-key, grace, bob, ada",
        "vk-ada-key, , bob, ada",
        "vk-none-key, grace, bob, ",
        "vk-none-key, , bob, ",
    })
    void theHeaderOrTheBodySaysItWhereTheKeyLetsThem(
            String key, @Nullable String header, @Nullable String body, @Nullable String user)
            throws IOException {
        var reply = send(CHAT, key, header, chat(body));

        assertThat(reply.status()).isEqualTo(200);
        assertThat(gateway.usage().payer().user()).isEqualTo(user);
        assertThat(spanned()).isEqualTo(user == null ? "" : user);
        assertThat(gateway.upstream.requests().getLast().header("x-user-id")).isEmpty();
        assertThat(gateway.upstream.requests().getLast().text()).isEqualTo(chat(body));
    }

    @Test
    void whoShowsNoKeyIsNobody() throws IOException {
        assertThat(send("/open" + CHAT, null, "grace", chat("bob")).status()).isEqualTo(200);

        assertThat(gateway.usage().payer().user()).isNull();
    }

    @Test
    void aUserMayBeSaidOfAnAgentsTurn() throws IOException {
        send(CHAT, "vk-both-key", "grace", chat(null));

        assertThat(gateway.usage().payer().agent()).isEqualTo("writer");
        assertThat(gateway.usage().payer().user()).isEqualTo("grace");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/v1/responses | {\"model\":\"m\",\"input\":\"hi\",\"user\":\"bob\"} | bob",
                "/v1/embeddings | {\"model\":\"m\",\"input\":\"hi\",\"us\\u0065r\":\"b\\u006fb\"} | bob",
                "/v1/images/generations | {\"model\":\"m\",\"prompt\":\"hi\",\"user\":\"bob\"} | bob",
                "/claude/v1/messages | {\"model\":\"m\",\"max_tokens\":9,\"metadata\":{\"user_id\":\"bob\"},"
                        + MESSAGES
                        + "} | bob",
                "/claude/v1/messages | {\"model\":\"m\",\"max_tokens\":9,\"user\":\"bob\","
                        + MESSAGES
                        + "} |",
                CHAT + " | {\"model\":\"m\",\"metadata\":{\"user\":\"bob\"}," + MESSAGES + "} |",
                CHAT + " | {\"model\":\"m\",\"user\":7," + MESSAGES + "} |",
                CHAT + " | {\"model\":\"m\",\"user\":null," + MESSAGES + "} |",
            })
    void eachDialectHasItsOwnMemberForIt(String path, String body, @Nullable String user)
            throws IOException {
        send(path, "vk-says-key", null, body);

        assertThat(gateway.usage().payer().keyId()).isEqualTo("says");
        assertThat(gateway.usage().payer().user()).isEqualTo(user);
    }

    @Test
    void formsAndFilesAreNotLookedThrough() throws IOException {
        send("/v1/files", "vk-says-key", null, "{\"user\":\"bob\"}", "application/octet-stream");
        assertThat(gateway.usage().payer().user()).isNull();

        send("/v1/files", "vk-says-key", "grace", "any", "application/octet-stream");
        assertThat(gateway.usage().payer().user()).isEqualTo("grace");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\\u0000b", "tab\\tbed", " ada", "\\ud800", "LONG"})
    void whatCanBeNoUserIsRefused(String escaped) throws IOException {
        var user = escaped.replace("LONG", "u".repeat(257));
        var reply = send(CHAT, "vk-says-key", null, chat(user));

        assertThat(reply.status()).isEqualTo(400);
        assertThat(gateway.upstream.requests()).isEmpty();
    }

    @Test
    void theRefusalSaysWhatIsWrong() throws IOException {
        var header = send(CHAT, "vk-says-key", "u".repeat(257), chat("bob"));
        var anthropic =
                send(
                        "/claude/v1/messages",
                        "vk-says-key",
                        null,
                        "{\"model\":\"m\",\"max_tokens\":9,\"metadata\":{\"user_id\":\"a\\u0001\"},"
                                + MESSAGES
                                + "}");

        assertThat(header.status()).isEqualTo(400);
        assertThat(header.json().at("/error/code").asString("")).isEqualTo("invalid_user");
        assertThat(header.json().at("/error/param").asString("")).isEqualTo("x-user-id");
        assertThat(header.text()).contains("257 characters").doesNotContain("uuu");
        assertThat(anthropic.status()).isEqualTo(400);
        assertThat(anthropic.json().at("/error/type").asString(""))
                .isEqualTo("invalid_request_error");
        assertThat(anthropic.text()).contains("metadata.user_id");
    }

    /// Listeners read them as ASCII, so that those with the same number of other letters look
    /// alike.
    @ParameterizedTest
    @ValueSource(strings = {"gr\uFFFD\uFFFDce", "gr\u00E2ce", "a\u007Fb"})
    void aHeaderNamesUsersInPlainAsciiOnly(String user) throws IOException {
        assertThat(send(CHAT, "vk-says-key", user, chat("bob")).status()).isEqualTo(400);
        assertThat(gateway.errorCode()).isEqualTo("invalid_user");

        assertThat(send(CHAT, "vk-says-key", null, chat("gr\u00E2ce")).status()).isEqualTo(200);
        assertThat(gateway.usage().payer().user()).isEqualTo("gr\u00E2ce");
    }

    @Test
    void oneUserIsNamedOnce() throws IOException {
        var request = PlaneHarness.received("POST", CHAT, chat(null));
        var headers =
                Map.of(
                        "x-api-key", List.of("vk-says-key"),
                        "x-user-id", List.of("ada", "grace"));
        var sink = new CollectingSink();

        gateway.serve(request.with(headers, request.body()), sink);

        assertThat(sink.status()).isEqualTo(400);
        assertThat(gateway.errorCode()).isEqualTo("invalid_user");
    }

    @Test
    void whatKeysMayNotSayIsNotEvenLookedAt() throws IOException {
        var header = send(CHAT, "vk-ada-key", "u".repeat(257), chat("u".repeat(257)));

        assertThat(header.status()).isEqualTo(200);
        assertThat(gateway.usage().payer().user()).isEqualTo("ada");
    }

    @Test
    void usersAreNoMetric() throws IOException {
        send(CHAT, "vk-says-key", "grace-of-nowhere", chat(null));

        assertThat(gateway.meters()).contains("agw_").doesNotContain("grace-of-nowhere");
    }

    private static String chat(@Nullable String user) {
        return "{\"model\":\"m\","
                + (user == null ? "" : "\"user\":\"" + user + "\",")
                + MESSAGES
                + "}";
    }

    private String spanned() {
        return gateway.spans().getFirst().attributes().stream()
                .filter(SpanAttribute.Text.class::isInstance)
                .map(SpanAttribute.Text.class::cast)
                .filter(text -> text.key().equals("user.id"))
                .map(SpanAttribute.Text::value)
                .collect(Collectors.joining(" "));
    }

    private CollectingSink send(
            String path, @Nullable String key, @Nullable String user, String body)
            throws IOException {
        return send(path, key, user, body, "application/json");
    }

    private CollectingSink send(
            String path, @Nullable String key, @Nullable String user, String body, String type)
            throws IOException {
        var request = PlaneHarness.received("POST", path, body);
        var headers = new HashMap<>(request.headers());
        headers.put("content-type", List.of(type));
        if (key != null) {
            headers.put("x-api-key", List.of(key));
        }
        if (user != null) {
            headers.put("x-user-id", List.of(user));
        }
        var sink = new CollectingSink();
        gateway.serve(request.with(headers, request.body()), sink);
        return sink;
    }
}
