package io.agw.server.plane.llm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.agw.server.turn.Received;
import io.agw.server.upstream.AnthropicBehaviours;
import io.agw.server.upstream.BedrockBehaviours;
import io.agw.server.upstream.Behaviours;
import io.agw.server.upstream.SignatureCheck;
import io.agw.server.upstream.TestSnapshots;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Models of Anthropic's at Amazon Bedrock, which checks what arrives as AWS does.
@Timeout(30)
final class BedrockTest {
    private static final String MODEL = "eu.anthropic.claude-sonnet-4-5-20250929-v1:0";
    private static final String ADDRESS =
            "/model/eu.anthropic.claude-sonnet-4-5-20250929-v1%3A0/invoke";
    private static final String SECRET = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
    private static final SignatureCheck SIGNED =
            new SignatureCheck("AKIDEXAMPLE", SECRET, "", "eu-central-1");
    private static final String KEY = "api_key: " + SECRET;
    private static final String OPTIONS = "region: eu-central-1, access_key_id: AKIDEXAMPLE";
    private static final List<byte[]> FRAMES = BedrockBehaviours.frames(AnthropicBehaviours.STREAM);

    private PlaneHarness gateway;

    @BeforeEach
    void start() throws IOException {
        gateway = new PlaneHarness(BedrockBehaviours.claude(SIGNED));
        use("anthropic", KEY, OPTIONS);
    }

    @AfterEach
    void stop() throws IOException {
        gateway.close();
    }

    @Test
    void messagesGoSignedToTheAddressOfTheirModel() throws IOException {
        var reply = messages(", \"messages\":[{\"role\":\"user\",  \"content\":\"\\u0068i\"}]");

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.text()).isEqualTo(AnthropicBehaviours.MESSAGE);
        var seen = gateway.upstream.requests().getFirst();
        assertThat(seen.target()).isEqualTo(ADDRESS);
        assertThat(seen.text())
                .isEqualTo(
                        "{\"max_tokens\":9,\"messages\":[{\"role\":\"user\",  \"content\":\"\\u0068i\"}],"
                                + "\"anthropic_version\":\"bedrock-2023-05-31\"}");
        assertThat(gateway.usage().outputTokens()).isEqualTo(7);
    }

    @Test
    void aTemporaryKeyIsTheJsonThatTheCommandLineOfAwsPrints() throws IOException {
        gateway.upstream.then(
                BedrockBehaviours.claude(
                        new SignatureCheck(
                                "ASIAEXAMPLE", SECRET, "session+token/1=", "us-east-1")));
        use(
                "anthropic",
                "api_key: '{\"Version\": 1, \"AccessKeyId\": \"ASIAEXAMPLE\", \"SecretAccessKey\": \""
                        + SECRET
                        + "\", \"SessionToken\": \"session+token/1=\"}'",
                "region: us-east-1");

        assertThat(messages("").status()).isEqualTo(200);
    }

    @Test
    void anApiKeyOfBedrocksGoesAsABearerToken() throws IOException {
        gateway.upstream.then((request, wire) ->
                wire.send(Behaviours.response(200, AnthropicBehaviours.MESSAGE)));
        use("anthropic", "api_key: bedrock-api-key-1", "region: eu-central-1");

        assertThat(messages("").status()).isEqualTo(200);

        assertThat(gateway.upstream.requests().getFirst().header("authorization"))
                .isEqualTo("Bearer bedrock-api-key-1");
    }

    @Test
    void aWrongSecretIsTheGatewaysFaultAndNotTheClients() throws IOException {
        use("anthropic", "api_key: another", OPTIONS);

        var reply = messages("");

        assertThat(reply.status()).isEqualTo(502);
        assertThat(reply.text())
                .contains("upstream_permission_denied", "provider", "403")
                .doesNotContain("signature");
    }

    @Test
    void betasGoInTheBodyAndTheQueryStaysBehind() throws IOException {
        var reply = send("beta=true", "{\"max_tokens\":9}", "a-2025-01-01, b-2025-02-02");

        assertThat(reply.status()).isEqualTo(200);
        var seen = gateway.upstream.requests().getFirst();
        assertThat(seen.target()).isEqualTo("/model/" + "anthropic.claude-3/invoke");
        assertThat(seen.text())
                .isEqualTo(
                        "{\"max_tokens\":9,\"anthropic_beta\":[\"a-2025-01-01\",\"b-2025-02-02\"],"
                                + "\"anthropic_version\":\"bedrock-2023-05-31\"}");
    }

    @Test
    void aModelMayBeTheResourceNameOfAProfile() throws IOException {
        var arn = "arn:aws:bedrock:eu-central-1:123456789012:inference-profile/eu.anthropic.c-v1:0";

        gateway.request("POST", "/v1/messages", "{\"model\":\"" + arn + "\",\"max_tokens\":9}");

        assertThat(gateway.upstream.requests().getFirst().target())
                .isEqualTo(
                        "/model/arn%3Aaws%3Abedrock%3Aeu-central-1%3A123456789012%3Ainference-profile"
                                + "%2Feu.anthropic.c-v1%3A0/invoke");
        assertThat(gateway.usage().status()).isEqualTo(200);
    }

    @Test
    void aStreamIsWhatAnthropicItselfWouldHaveSent() throws IOException {
        var reply = messages(",\"stream\":true");

        assertThat(reply.text()).isEqualTo(String.join("", AnthropicBehaviours.STREAM));
        assertThat(reply.hasEnded()).isTrue();
        assertThat(gateway.upstream.requests().getFirst().target())
                .isEqualTo(ADDRESS + "-with-response-stream");
        assertThat(gateway.usage().outputTokens()).isEqualTo(7);
    }

    @Test
    void framesMayArriveInPiecesOfAnySize() throws IOException {
        var all = String.join("", AnthropicBehaviours.STREAM);
        for (int size : new int[] {1, 3, 11, 12, 13, 100, 1000}) {
            gateway.upstream.then(BedrockBehaviours.claude(SIGNED, _ -> pieces(FRAMES, size)));

            assertThat(messages(",\"stream\":true").text()).as("pieces of %d", size).isEqualTo(all);
        }
    }

    @Test
    void anEventIsPassedOnBeforeTheNextFrameCame() throws Exception {
        var gate = new CountDownLatch(1);
        gateway.upstream.then((_, wire) -> {
            wire.send(BedrockBehaviours.HEAD);
            for (var frame : FRAMES.subList(0, 4)) {
                wire.chunk(frame);
            }
            pass(gate);
            for (var frame : FRAMES.subList(4, FRAMES.size())) {
                wire.chunk(frame);
            }
            wire.endChunks();
        });
        var sink = new CollectingSink();
        var turn =
                Thread.ofVirtual()
                        .start(() -> {
                            try {
                                gateway.request(
                                        "POST", "/v1/messages", body(",\"stream\":true"), sink);
                            } catch (IOException e) {
                                throw new IllegalStateException(e);
                            }
                        });
        await().until(() -> sink.text().contains("Hel"));
        assertThat(sink.text()).doesNotContain("lo!");
        gate.countDown();
        turn.join();
        // a slow machine may have let a heartbeat in
        assertThat(sink.text().replace(": keep-alive\n\n", ""))
                .isEqualTo(String.join("", AnthropicBehaviours.STREAM));
    }

    @Test
    void aFrameOfAKindThatIsNotKnownYetIsPassedOver() throws IOException {
        var frames = new ArrayList<>(FRAMES);
        frames.add(
                2, BedrockBehaviours.frame("{}", ":event-type", "news", ":message-type", "event"));
        gateway.upstream.then(BedrockBehaviours.claude(SIGNED, _ -> frames));

        assertThat(messages(",\"stream\":true").text())
                .isEqualTo(String.join("", AnthropicBehaviours.STREAM));
    }

    @Test
    void anExceptionInAStreamEndsItAsAnError() throws IOException {
        var frames = new ArrayList<>(FRAMES.subList(0, 4));
        frames.add(BedrockBehaviours.exception("modelStreamErrorException"));
        gateway.upstream.then(BedrockBehaviours.claude(SIGNED, _ -> frames));

        var reply = messages(",\"stream\":true");

        assertThat(reply.text())
                .contains("Hel", "event: error")
                .doesNotContain("message_stop", "secret prose");
        assertThat(gateway.usage().outcome()).isNotEqualTo("ok");
    }

    @Test
    void anExceptionBeforeTheFirstWordIsAStatus() throws IOException {
        gateway.upstream.then(
                BedrockBehaviours.claude(
                        SIGNED, _ -> List.of(BedrockBehaviours.exception("throttlingException"))));

        var reply = messages(",\"stream\":true");

        assertThat(reply.status()).isEqualTo(429);
        assertThat(reply.text()).contains("rate_limit_exceeded").doesNotContain("secret prose");
    }

    @ParameterizedTest
    @CsvSource({
        "FLIPPED, upstream_malformed",
        "CUT, upstream_malformed",
        "LONG, upstream_malformed",
        "HUGE, upstream_too_large",
        "EMPTY, upstream_malformed"
    })
    void aFrameThatIsNotSoundIsNoAnswer(Damage damage, String code) throws IOException {
        gateway.upstream.then(
                BedrockBehaviours.claude(SIGNED, _ -> List.of(damage.of(FRAMES.getFirst()))));

        var reply = messages(",\"stream\":true");

        assertThat(reply.status()).isEqualTo(502);
        assertThat(reply.text()).contains(code);
    }

    @ParameterizedTest
    @CsvSource({"FLIPPED", "CUT", "LONG"})
    void aStreamThatBreaksDoesNotLookComplete(Damage damage) throws IOException {
        var frames = new ArrayList<>(FRAMES.subList(0, 6));
        frames.add(damage.of(FRAMES.get(6)));
        gateway.upstream.then(BedrockBehaviours.claude(SIGNED, _ -> frames));

        var reply = messages(",\"stream\":true");

        assertThat(reply.text()).contains("lo!", "event: error").doesNotContain("message_stop");
        assertThat(gateway.usage().outcome()).isNotEqualTo("ok");
    }

    @Test
    void aChatCompletionIsTranslated() throws IOException {
        use("openai", KEY, OPTIONS);
        var chat =
                "{\"model\":\""
                        + MODEL
                        + "\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]%s}";

        assertThat(gateway.chat(chat.formatted("")).text()).contains("chat.completion", "Hello!");
        assertThat(gateway.chat(chat.formatted(",\"stream\":true")).text())
                .contains("chat.completion.chunk", "Hel", "[DONE]");

        assertThat(gateway.upstream.requests().getFirst().target()).isEqualTo(ADDRESS);
        assertThat(gateway.upstream.requests().getLast().target())
                .isEqualTo(ADDRESS + "-with-response-stream");
    }

    @Test
    void aRegionMustBeNamed() {
        assertThatThrownBy(() -> use("anthropic", KEY, "access_key_id: AKIDEXAMPLE"))
                .hasMessageContaining("region");
    }

    private CollectingSink messages(String more) throws IOException {
        return gateway.request("POST", "/v1/messages", body(more));
    }

    private static String body(String more) {
        return "{\"model\":\"" + MODEL + "\",\"max_tokens\":9" + more + "}";
    }

    private CollectingSink send(String query, String body, String betas) throws IOException {
        var sink = new CollectingSink();
        var bytes = body.replace("{", "{\"model\":\"anthropic.claude-3\",");
        var headers =
                Map.of(
                        "anthropic-beta", List.of(betas),
                        "anthropic-version", List.of("2023-06-01"));
        gateway.serve(
                new Received(
                        "req-1",
                        "POST",
                        "localhost",
                        "/v1/messages",
                        "/v1/messages",
                        query,
                        headers,
                        bytes.getBytes(StandardCharsets.UTF_8),
                        "127.0.0.1",
                        System.nanoTime()),
                sink);
        return sink;
    }

    private static List<byte[]> pieces(List<byte[]> frames, int size) {
        var all = new ByteArrayOutputStream();
        frames.forEach(all::writeBytes);
        var bytes = all.toByteArray();
        var pieces = new ArrayList<byte[]>();
        for (int i = 0; i < bytes.length; i += size) {
            pieces.add(Arrays.copyOfRange(bytes, i, Math.min(bytes.length, i + size)));
        }
        return pieces;
    }

    private static void pass(CountDownLatch gate) {
        try {
            gate.await();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void use(String protocol, String key, String options) {
        gateway.use(
                TestSnapshots.of(
                        """
                        providers:
                          - id: bedrock
                            provider_type: bedrock
                            %s
                            base_url: http://127.0.0.1:%d
                            options: {%s}
                            network: {max_retries: 0}
                        llmRoutes:
                          - id: r
                            protocol: %s
                            auth_policy: {require_virtual_key: false}
                            target_policy: {provider_id: bedrock}
                        """
                                .formatted(key, gateway.upstream.port(), options, protocol)));
    }

    /// What can go wrong with a frame.
    enum Damage {
        FLIPPED {
            @Override
            byte[] of(byte[] frame) {
                var other = frame.clone();
                other[other.length / 2] ^= 1;
                return other;
            }
        },
        CUT {
            @Override
            byte[] of(byte[] frame) {
                return Arrays.copyOf(frame, frame.length - 1);
            }
        },
        LONG {
            @Override
            byte[] of(byte[] frame) {
                var other = frame.clone();
                other[2] ^= 1;
                return other;
            }
        },
        HUGE {
            @Override
            byte[] of(byte[] frame) {
                return BedrockBehaviours.prelude(0x7fff_ffff);
            }
        },
        EMPTY {
            @Override
            byte[] of(byte[] frame) {
                return BedrockBehaviours.prelude(3);
            }
        };

        abstract byte[] of(byte[] frame);
    }
}
