package io.agw.server.plane.llm;

import static org.assertj.core.api.Assertions.assertThat;

import io.agw.server.upstream.AnthropicBehaviours;
import io.agw.server.upstream.Behaviours;
import io.agw.server.upstream.TestSnapshots;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Routes whose clients bring their own key for the provider.
@Timeout(30)
final class CallerCredentialsTest {
    private static final String CHAT = "{\"model\":\"m\",\"messages\":[]}";
    private static final String MESSAGES = "{\"model\":\"m\",\"max_tokens\":9,\"messages\":[]}";

    private PlaneHarness gateway;

    @BeforeEach
    void start() throws IOException {
        gateway = new PlaneHarness(Behaviours.json(200, Behaviours.COMPLETION));
        use("openai", "openai", true);
    }

    @AfterEach
    void stop() throws IOException {
        gateway.close();
    }

    @Test
    void theClientsKeyIsForwardedAndTheVirtualKeyIsNot() throws IOException {
        var reply = chat("authorization", "Bearer sk-mine", "x-agw-key", "vk-team-1");

        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        var seen = gateway.upstream.requests().getFirst();
        assertThat(seen.header("authorization")).isEqualTo("Bearer sk-mine");
        assertThat(String.join("\n", seen.headers()))
                .doesNotContain("vk-team-1")
                .doesNotContain("x-agw-key")
                .doesNotContain("sk-upstream")
                .doesNotContain("sk-managed");
        assertThat(gateway.usage().keyId()).isEqualTo("team");
    }

    @ParameterizedTest
    @CsvSource({
        "anthropic, anthropic, x-api-key, sk-mine, x-api-key, sk-mine",
        "cc, anthropic, authorization, Bearer oat-mine, authorization, Bearer oat-mine",
        "gemini, gemini, x-goog-api-key, sk-mine, x-goog-api-key, sk-mine",
        "gemini, gemini, authorization, Bearer ya29, authorization, Bearer ya29",
        "openai, anthropic, authorization, Bearer sk-mine, x-api-key, sk-mine",
        "anthropic, openai, x-api-key, sk-mine, authorization, Bearer sk-mine",
    })
    void theKeyTravelsAsTheVendorTakesIt(
            String protocol, String type, String name, String value, String as, String sent)
            throws IOException {
        use(protocol, type, true);
        gateway.upstream.then(Behaviours.json(400, "{}"));
        var path =
                switch (protocol) {
                    case "openai" -> "/v1/chat/completions";
                    case "gemini" -> "/v1beta/models/m:generateContent";
                    default -> "/v1/messages";
                };
        var body =
                protocol.equals("gemini")
                        ? "{\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\"hi\"}]}]}"
                        : MESSAGES.replace("[]", "[{\"role\":\"user\",\"content\":\"hi\"}]");

        send("POST", path, body, name, value, "x-agw-key", "vk-team-1");

        var seen = gateway.upstream.requests().getFirst();
        assertThat(seen.header(as)).isEqualTo(sent);
        for (var other : List.of("authorization", "x-api-key", "x-goog-api-key")) {
            assertThat(seen.header(other)).isEqualTo(other.equals(as) ? sent : "");
        }
    }

    @Test
    void aKeyThatTheVendorDoesNotTakeIsToldAsTheVendorDid() throws IOException {
        var said =
                "{\"error\":{\"code\":400,\"message\":\"API key not valid.\",\"details\":"
                        + "[{\"@type\":\"type.googleapis.com/google.rpc.ErrorInfo\","
                        + "\"reason\":\"API_KEY_INVALID\"}]}}";
        gateway.upstream.then(Behaviours.json(400, said));

        var reply = chat("authorization", "Bearer sk-mine", "x-agw-key", "vk-team-1");

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.text()).contains("API key not valid.");
    }

    @Test
    void withoutAVirtualKeyBesideItTheAnswerSaysWhereItBelongs() throws IOException {
        var reply = chat("authorization", "Bearer sk-mine");

        assertThat(reply.status()).isEqualTo(401);
        assertThat(reply.text()).contains("missing_api_key", "x-agw-key");
        assertThat(gateway.upstream.requests()).isEmpty();
    }

    @Test
    void withoutAKeyForTheProviderTheAnswerSaysSo() throws IOException {
        var reply = chat("x-agw-key", "vk-team-1");

        assertThat(reply.status()).isEqualTo(401);
        assertThat(reply.text()).contains("missing_provider_key");
        assertThat(gateway.upstream.requests()).isEmpty();
    }

    @Test
    void aKeyThatFitsIntoNoHeaderIsRefused() throws IOException {
        var reply = chat("authorization", "Bearer sk-mïne", "x-agw-key", "vk-team-1");

        assertThat(reply.status()).isEqualTo(401);
        assertThat(reply.text()).contains("invalid_provider_key").doesNotContain("sk-m");
        assertThat(gateway.upstream.requests()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "authorization, Bearer vk-team-1",
        "authorization, bearer  vk-other",
        "x-api-key, vk-off-key",
        "x-goog-api-key, vk-team-1"
    })
    void aVirtualKeyInThePlaceOfTheProvidersGoesNowhere(String name, String value)
            throws IOException {
        var reply = chat(name, value, "x-agw-key", "vk-team-1");

        assertThat(reply.status()).isEqualTo(401);
        assertThat(reply.text()).contains("misplaced_api_key").doesNotContain("vk-");
        assertThat(gateway.upstream.requests()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"vk-unknown, invalid_api_key", "vk-off-key, api_key_disabled"})
    void theVirtualKeyIsCheckedAsEverywhere(String key, String code) throws IOException {
        var reply = chat("authorization", "Bearer sk-mine", "x-agw-key", key);

        assertThat(reply.status()).isEqualTo(401);
        assertThat(reply.text()).contains(code);
        assertThat(gateway.upstream.requests()).isEmpty();
    }

    @Test
    void aRouteThatNeedsNoVirtualKeyForwardsTheClientsAllTheSame() throws IOException {
        use("openai", "openai", false);

        chat("authorization", "Bearer sk-mine");

        assertThat(gateway.upstream.requests().getFirst().header("authorization"))
                .isEqualTo("Bearer sk-mine");
        assertThat(gateway.usage().keyId()).isNull();
    }

    @Test
    void twoClientsNeverShareAKey() throws IOException {
        chat("authorization", "Bearer sk-one", "x-agw-key", "vk-team-1");
        chat("authorization", "Bearer sk-two", "x-agw-key", "vk-team-1");

        assertThat(gateway.upstream.requests())
                .extracting(seen -> seen.header("authorization"))
                .containsExactly("Bearer sk-one", "Bearer sk-two");
    }

    @Test
    void modelsAndFilesAreAskedForWithTheClientsKeyToo() throws IOException {
        gateway.upstream.then(Behaviours.json(200, "{\"object\":\"list\",\"data\":[]}"));

        for (var path : List.of("/v1/models", "/v1/files")) {
            var reply =
                    send(
                            "GET",
                            path,
                            "",
                            "authorization",
                            "Bearer sk-mine",
                            "x-agw-key",
                            "vk-team-1");

            assertThat(reply.status()).isEqualTo(200);
            assertThat(gateway.upstream.requests().getLast().header("authorization"))
                    .isEqualTo("Bearer sk-mine");
        }
    }

    @Test
    void aKeyThatAnUpstreamRepeatsIsNotShown() throws IOException {
        use("anthropic", "anthropic", true);
        gateway.upstream.then(
                Behaviours.json(
                        401, AnthropicBehaviours.error("mysecret_mine", "key mysecret_mine")));

        var reply =
                send(
                        "POST",
                        "/v1/messages",
                        MESSAGES,
                        "x-api-key",
                        "mysecret_mine",
                        "x-agw-key",
                        "vk-team-1");

        assertThat(reply.status()).isEqualTo(401);
        assertThat(reply.text())
                .doesNotContain("mysecret_mine")
                .contains("upstream_unauthorized", "key ***");
        assertThat(gateway.records.toString()).doesNotContain("mysecret_mine");
    }

    @Test
    void aKeyThatIsRefusedWithinAStreamIsTheClientsOwnAndNotShown() throws IOException {
        use("anthropic", "anthropic", true);
        var opening = AnthropicBehaviours.STREAM.subList(0, 3);
        gateway.upstream.then(
                Behaviours.events(
                        String.join("", opening),
                        AnthropicBehaviours.event(
                                "error",
                                "\"error\":{\"type\":\"authentication_error\",\"message\":\"key mysecret_mine\","
                                        + "\"details\":{\"error_code\":\"mysecret_mine\"}}")));

        var reply =
                send(
                        "POST",
                        "/v1/messages",
                        MESSAGES.replace("{", "{\"stream\":true,"),
                        "x-api-key",
                        "mysecret_mine",
                        "x-agw-key",
                        "vk-team-1");

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.text())
                .contains("event: error", "authentication_error", "upstream_unauthorized")
                .doesNotContain("mysecret_mine")
                .doesNotContain("gateway's own key");
        assertThat(gateway.errorCode()).isEqualTo("upstream_unauthorized");
        assertThat(gateway.records.toString()).doesNotContain("mysecret_mine");
    }

    private CollectingSink chat(String... headers) throws IOException {
        return send("POST", "/v1/chat/completions", CHAT, headers);
    }

    private CollectingSink send(String method, String path, String body, String... headers)
            throws IOException {
        var sink = new CollectingSink();
        gateway.serve(PlaneHarness.received(method, path, body, headers), sink);
        return sink;
    }

    private void use(String protocol, String type, boolean keyed) {
        gateway.use(
                TestSnapshots.of(
                        """
                        providers:
                          - id: fake
                            provider_type: %s
                            api_key: sk-upstream
                            base_url: %s
                            network: {max_retries: 0}
                        credentials:
                          - {id: managed, provider_id: fake, attributes: {api_key: sk-managed}}
                        llmRoutes:
                          - id: chat
                            protocol: %s
                            auth_policy: {require_virtual_key: %s}
                            target_policy: {provider_id: fake, credential: caller}
                        virtualKeys:
                          - {id: team, value: vk-team-1}
                          - {id: other, value: vk-other}
                          - {id: off, value: vk-off-key, disabled: true}
                        """
                                .formatted(type, gateway.upstream.baseUrl(), protocol, keyed)));
    }
}
