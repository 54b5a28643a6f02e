package io.agw.server.call;

import static io.agw.server.call.TestClient.post;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.agw.server.upstream.Behaviours;
import io.agw.server.upstream.FakeUpstream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// How many idle connections stay, and for how long.
@Timeout(30)
final class IdleConnectionsTest {
    private TestClient client;
    private FakeUpstream upstream;

    @BeforeEach
    void start() throws IOException {
        client = new TestClient();
        upstream = FakeUpstream.start(Behaviours.json(200, "{}"));
    }

    @AfterEach
    void stop() throws IOException {
        client.close();
        upstream.close();
    }

    @Test
    void idleConnectionsBeyondTheCapGoSoon() throws Exception {
        var origin = fourIdle(2, Duration.ofMinutes(5));

        await().atMost(Duration.ofSeconds(10))
                .until(() -> origin.load().equals(new Origin.Load(2, 2)));
    }

    @Test
    void idleConnectionsAge() throws Exception {
        var origin = fourIdle(10, Duration.ofSeconds(1));

        await().atMost(Duration.ofSeconds(10))
                .until(() -> origin.load().equals(new Origin.Load(0, 0)));
    }

    @Test
    void noIdleConnectionIsKeptWhenTheCapIsZero() throws Exception {
        assertThat(fourIdle(0, Duration.ofMinutes(5)).load()).isEqualTo(new Origin.Load(0, 0));
    }

    @Test
    void anUpstreamThatNothingUsesAnyMoreIsForgotten() throws Exception {
        var first = fourIdle(10, Duration.ofSeconds(1));
        assertThat(client.client.origins()).containsExactly(first.spec());

        await().atMost(Duration.ofSeconds(10)).until(() -> client.client.origins().isEmpty());

        assertThat(client.exchange(post(first))).isEqualTo("{}");
        assertThat(client.client.origins()).containsExactly(first.spec());
        assertThat(first.load()).isEqualTo(new Origin.Load(0, 0));
    }

    @Test
    void aCallKeepsItsUpstreamForAsLongAsItLasts() throws Exception {
        var spec =
                new OriginSpec(
                        false, "127.0.0.1", upstream.port(), null, 1, Duration.ofMillis(1), null);
        try (var reply = client.send(RequestHead.of(spec, "POST", "/v1/x", List.of()))) {
            long later = System.nanoTime() + Duration.ofHours(1).toNanos();
            client.client.origin(spec).sweep(later);
            assertThat(client.client.origins()).containsExactly(spec);
            reply.readAll(100);
        }
    }

    @Test
    void aConnectionOfAnUpstreamGivenUpIsNotKept() throws Exception {
        var origin = client.origin(upstream.port());
        origin.sweep(System.nanoTime() + Duration.ofHours(1).toNanos());
        assertThat(client.client.origins()).isEmpty();

        var connection = origin.connect(TestClient.SHORT, new Cancellation());
        origin.release(connection);

        assertThat(origin.load()).isEqualTo(new Origin.Load(0, 0));
    }

    private Origin fourIdle(int cap, Duration keep) throws Exception {
        var small =
                client.client.origin(
                        new OriginSpec(false, "127.0.0.1", upstream.port(), null, cap, keep, null));
        var replies = new ArrayList<UpstreamReply>();
        for (int i = 0; i < 4; i++) {
            replies.add(client.send(post(small)));
        }
        for (var reply : replies) {
            reply.readAll(100);
            reply.close();
        }
        return small;
    }
}
