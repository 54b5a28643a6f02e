package io.agw.server.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.agw.bundle.model.Secret;
import io.agw.server.call.EgressPolicy;
import io.agw.server.hook.Hooks;
import io.agw.server.upstream.Behaviours;
import io.agw.server.upstream.FakeUpstream;
import io.agw.server.upstream.LocalClient;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class WebhooksTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Instant NOW = Instant.ofEpochSecond(1_700_000_000);

    private final List<String> outcomes = new CopyOnWriteArrayList<>();
    private final LocalClient local = new LocalClient();
    private FakeUpstream hook;
    private Webhooks webhooks;

    @BeforeEach
    void start() throws IOException {
        hook = FakeUpstream.start(Behaviours.json(200, "{}"));
        webhooks =
                new Webhooks(
                        new Hooks(local.client(), InstantSource.fixed(NOW)),
                        List.of(Duration.ofMillis(1), Duration.ofMillis(1)),
                        outcomes::add);
    }

    @AfterEach
    void stop() throws IOException {
        webhooks.close();
        hook.close();
        local.close();
    }

    /// The signature is what `printf '1700000000.{"a":1}' | openssl dgst -sha256 -hmac s3cret`
    /// says.
    @Test
    void aMessageIsSigned() {
        webhooks.offer(message("/hook?team=a", new Secret("s3cret")));

        await().atMost(PATIENCE).until(() -> outcomes.equals(List.of("delivered")));
        var request = hook.requests().getFirst();
        assertThat(request.text()).isEqualTo("{\"a\":1}");
        assertThat(request.target()).isEqualTo("/hook?team=a");
        assertThat(request.header("content-type")).isEqualTo("application/json");
        assertThat(request.header("x-agw-delivery")).isEqualTo("m-1");
        assertThat(request.header("x-agw-timestamp")).isEqualTo("1700000000");
        assertThat(request.header("x-agw-signature"))
                .isEqualTo(
                        "sha256=1698a50bc74d1ff1db85c4e0a5297c2ad9fdba245d5737cdb789e4cc6e098940");
    }

    @Test
    void whatCouldNotBeDeliveredIsSentAgain() {
        hook.then(Behaviours.json(503, "{}"), Behaviours.reset(), Behaviours.json(200, "{}"));

        webhooks.offer(message("/", null));

        await().atMost(PATIENCE).until(() -> outcomes.equals(List.of("delivered")));
        assertThat(hook.requests()).hasSize(3);
        assertThat(hook.requests()).allMatch(each -> each.header("x-agw-delivery").equals("m-1"));
        assertThat(hook.requests().getFirst().header("x-agw-signature")).isEmpty();
    }

    @Test
    void itIsGivenUpInTheEnd() {
        hook.then(Behaviours.json(500, "{}"));

        webhooks.offer(message("/", null));

        await().atMost(PATIENCE).until(() -> outcomes.equals(List.of("failed")));
        assertThat(hook.requests()).hasSize(3);
    }

    @Test
    void whatIsNotWantedIsNotSentAgain() {
        hook.then(Behaviours.json(404, "{}"));

        webhooks.offer(message("/", null));

        await().atMost(PATIENCE).until(() -> outcomes.equals(List.of("failed")));
        assertThat(hook.requests()).hasSize(1);
    }

    @Test
    void whatIsTooMuchIsDropped() {
        hook.then(Behaviours.hang());
        for (int i = 0; i < 101; i++) {
            webhooks.offer(message("/", null));
        }

        await().atMost(PATIENCE).until(() -> outcomes.contains("dropped"));
        assertThat(outcomes).containsExactly("dropped");

        webhooks.close();
        await().atMost(PATIENCE).until(() -> outcomes.size() == 101);
        assertThat(outcomes).containsOnlyOnce("dropped").contains("failed");
    }

    @Test
    void addressesThatUpstreamsMayNotHaveAreNotCalled() throws IOException {
        try (var strict = new LocalClient(new EgressPolicy(false, List.of()));
                var guarded =
                        new Webhooks(
                                new Hooks(strict.client(), InstantSource.fixed(NOW)),
                                List.of(),
                                outcomes::add)) {
            guarded.offer(message("/", null));
            await().atMost(PATIENCE).until(() -> outcomes.equals(List.of("failed")));
        }
        assertThat(hook.connections()).isZero();
    }

    @Test
    void anAddressThatIsNoneIsNotRepeated() {
        var url = new Secret("http://169.254.169.254/s3cret");
        webhooks.offer(new Message("m-1", "policy p", url, null, new byte[0]));

        await().atMost(PATIENCE).until(() -> outcomes.equals(List.of("failed")));
        assertThat(hook.connections()).isZero();
    }

    private Message message(String path, @Nullable Secret secret) {
        return new Message(
                "m-1",
                "policy p",
                new Secret("http://127.0.0.1:" + hook.port() + path),
                secret,
                "{\"a\":1}".getBytes(StandardCharsets.UTF_8));
    }
}
