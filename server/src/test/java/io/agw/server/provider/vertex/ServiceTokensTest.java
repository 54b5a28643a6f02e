package io.agw.server.provider.vertex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.agw.bundle.model.Network;
import io.agw.bundle.model.Secret;
import io.agw.server.call.CallFailed;
import io.agw.server.call.Cancellation;
import io.agw.server.call.Timeouts;
import io.agw.server.call.UpstreamFailure;
import io.agw.server.dialect.Api;
import io.agw.server.provider.Provider;
import io.agw.server.provider.ProviderCall;
import io.agw.server.provider.ProviderSetup;
import io.agw.server.provider.Resource;
import io.agw.server.upstream.Behaviours;
import io.agw.server.upstream.FakeUpstream;
import io.agw.server.upstream.GoogleCloud;
import io.agw.server.upstream.LocalClient;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// When tokens are fetched, over sockets, at an hour that the test sets.
@Timeout(30)
final class ServiceTokensTest {
    private volatile Instant now = Instant.parse("2026-11-26T10:00:00Z");
    private final GoogleCloud google = new GoogleCloud(() -> now);
    private final LocalClient local = new LocalClient();
    private final ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor();
    private FakeUpstream upstream;
    private Provider vertex;

    @BeforeEach
    void start() throws IOException {
        upstream = FakeUpstream.start(google);
        vertex =
                new VertexType(local.client(), () -> now)
                        .open(
                                setup(
                                        google.keyFile(upstream.port()),
                                        "http://127.0.0.1:" + upstream.port() + "/v1",
                                        "europe-west4"));
    }

    @AfterEach
    void stop() throws IOException {
        callers.close();
        local.close();
        upstream.close();
    }

    @Test
    void oneTokenServesUntilShortlyBeforeItsEnd() throws CallFailed {
        assertThat(call()).isEqualTo(200);
        now = now.plus(Duration.ofMinutes(54));
        assertThat(call()).isEqualTo(200);
        assertThat(google.tokens()).hasSize(1);

        now = now.plus(Duration.ofMinutes(2));
        assertThat(call()).isEqualTo(200);
        assertThat(google.tokens()).hasSize(2);
    }

    @Test
    void manyCallsAtOnceFetchOneToken() throws Exception {
        var gate = new CountDownLatch(1);
        google.exchange((request, wire) -> {
            pass(gate);
            google.token(request, wire);
        });
        var calls = new ArrayList<Future<Integer>>();
        for (int i = 0; i < 20; i++) {
            calls.add(callers.submit(this::call));
        }
        await().until(() -> !upstream.requests().isEmpty());
        gate.countDown();

        for (var call : calls) {
            assertThat(call.get()).isEqualTo(200);
        }
        assertThat(exchanges()).isEqualTo(1);
    }

    @Test
    void callsGoOnWithTheOldTokenWhileOneRenewsIt() throws Exception {
        assertThat(call()).isEqualTo(200);
        now = now.plus(Duration.ofMinutes(56));
        var gate = new CountDownLatch(1);
        google.exchange((request, wire) -> {
            pass(gate);
            google.token(request, wire);
        });

        var renewing = callers.submit(this::call);
        await().until(() -> exchanges() == 2);
        assertThat(call()).isEqualTo(200);
        assertThat(google.tokens()).hasSize(1);

        gate.countDown();
        assertThat(renewing.get()).isEqualTo(200);
        assertThat(google.tokens()).hasSize(2);
    }

    @Test
    void anOldTokenServesOnWhileItCannotBeRenewed() throws CallFailed {
        assertThat(call()).isEqualTo(200);
        google.exchange(Behaviours.json(503, "{}"));
        now = now.plus(Duration.ofMinutes(56));

        assertThat(call()).isEqualTo(200);
        assertThat(call()).isEqualTo(200);
        assertThat(exchanges()).as("left at one attempt for the moment").isEqualTo(2);

        now = now.plus(Duration.ofMinutes(4));
        assertThatThrownBy(this::call)
                .isInstanceOfSatisfying(
                        CallFailed.class,
                        e ->
                                assertThat(e.failure())
                                        .isInstanceOf(UpstreamFailure.Unreachable.class));
    }

    @Test
    void aRefusedKeyIsNotTakenForAFailureOfTheVendor() {
        google.exchange(Behaviours.json(400, "{\"error\":\"invalid_grant\"}"));

        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(this::call)
                    .isInstanceOfSatisfying(
                            CallFailed.class,
                            e ->
                                    assertThat(e.failure())
                                            .isInstanceOf(UpstreamFailure.Unauthenticated.class));
        }
        assertThat(exchanges()).isEqualTo(1);
    }

    @Test
    void anAnswerWithoutATokenIsNone() {
        google.exchange(Behaviours.json(200, "{\"id_token\":\"x\"}"));

        assertThatThrownBy(this::call).hasMessageContaining("token endpoint");
    }

    @Test
    void aTokenThatTheVendorRefusesIsForgotten() throws CallFailed {
        assertThat(call()).isEqualTo(200);
        google.revoke();

        assertThat(call()).isEqualTo(401);
        assertThat(call()).isEqualTo(200);
    }

    @Test
    void aTokenIsAmongTheSecretsThatAreSent() throws CallFailed {
        assertThat(call()).isEqualTo(200);

        assertThat(vertex.secrets().isShownBy("your token ya29.token-1 is bad")).isTrue();
    }

    @Test
    void theAddressIsOfTheLocation() {
        var type = new VertexType(local.client(), () -> now);

        assertThat(type.open(setup("token-1", null, "europe-west4")).address())
                .isEqualTo("europe-west4-aiplatform.googleapis.com");
        assertThat(type.open(setup("token-1", null, "global")).address())
                .isEqualTo("aiplatform.googleapis.com");
        assertThatThrownBy(() -> type.open(setup("token-1", null, "evil.example/")))
                .hasMessageContaining("location");
    }

    @Test
    void aFileThatIsNoKeyIsSaidSoWithoutShowingIt() {
        var type = new VertexType(local.client(), () -> now);

        for (var file :
                List.of(
                        "{hidden",
                        "{\"client_email\":\"hidden\"}",
                        "{\"client_email\":\"e\",\"private_key\":\"hidden\"}")) {
            assertThatThrownBy(() -> type.open(setup(file, null, "global")))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("api_key")
                    .hasMessageNotContaining("hidden");
        }
    }

    private int call() throws CallFailed {
        var call =
                new ProviderCall(
                        "gemini-x",
                        false,
                        Resource.OWN,
                        "{}".getBytes(StandardCharsets.UTF_8),
                        List.of(),
                        Timeouts.defaults(),
                        new Cancellation());
        try (var reply = vertex.call(Api.GENERATE, call)) {
            var body = reply.readAll(1_000);
            assertThat(body).isNotEmpty();
            return reply.status();
        }
    }

    private long exchanges() {
        return upstream.requests().stream()
                .filter(request -> request.target().equals("/token"))
                .count();
    }

    private static void pass(CountDownLatch gate) {
        try {
            gate.await();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private static ProviderSetup setup(String key, @Nullable String baseUrl, String location) {
        var options = new HashMap<String, JsonNode>();
        options.put("project", JsonNodeFactory.instance.stringNode("project-1"));
        options.put("location", JsonNodeFactory.instance.stringNode(location));
        return new ProviderSetup(
                "vertex",
                "",
                baseUrl,
                new Secret(key),
                false,
                null,
                null,
                network(),
                Map.copyOf(options));
    }

    private static Network network() {
        return new Network(60, 0, 0, 4, 4, 60, null, null, Map.of());
    }
}
