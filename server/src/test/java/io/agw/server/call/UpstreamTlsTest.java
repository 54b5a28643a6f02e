package io.agw.server.call;

import static io.agw.server.call.TestClient.post;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agw.server.upstream.Behaviours;
import io.agw.server.upstream.Certificates;
import io.agw.server.upstream.FakeUpstream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// TLS to upstreams: verified always, against the name that was asked for.
@Timeout(60)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class UpstreamTlsTest {
    private String pem;
    private FakeUpstream upstream;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        var certificates = new Certificates(folder).with("upstream", "upstream.example");
        upstream = FakeUpstream.start(certificates.listen("upstream"), Behaviours.openAi());
        pem = Files.readString(certificates.pem());
    }

    @AfterAll
    void stop() throws Exception {
        upstream.close();
    }

    /// Kept although it is looked at before it is used again.
    @Test
    void authorityOfAFileIsTrustedAndTheConnectionKept() throws Exception {
        upstream.then(Behaviours.json(200, "{}"));
        try (var client = client(TlsTrust.with(pem))) {
            var origin = origin(client, "upstream.example");
            int before = upstream.connections();

            assertThat(client.exchange(post(origin))).isEqualTo("{}");
            assertThat(client.exchange(post(origin))).isEqualTo("{}");
            assertThat(upstream.connections() - before).isEqualTo(1);
        }
    }

    /// Within the last record of an answer, which is read whole whoever asks for how much of it.
    @ParameterizedTest
    @ValueSource(ints = {2, 60_000})
    void bytesBehindAnAnswerAreNotTheNextOne(int length) throws Exception {
        var answer = Behaviours.response(200, "x".repeat(length));
        upstream.then((_, wire) -> wire.send(answer + Behaviours.response(200, "nobody's")));
        try (var client = client(TlsTrust.with(pem))) {
            var origin = origin(client, "upstream.example");
            int before = upstream.connections();
            assertThat(client.exchange(post(origin))).hasSize(length);
            upstream.then(Behaviours.json(200, "{}"));

            assertThat(client.exchange(post(origin))).isEqualTo("{}");
            assertThat(upstream.connections() - before).isEqualTo(2);
        }
    }

    /// Another upstream at the same address is not trusted for it, and shares no connection.
    @Test
    void authorityOfOneUpstreamIsTrustedForThatOneOnly() throws Exception {
        upstream.then(Behaviours.json(200, "{}"));
        try (var client = client(TlsTrust.system())) {
            var spec = TestClient.spec(true, "upstream.example", upstream.port(), null);
            var own =
                    new OriginSpec(
                            true,
                            spec.host(),
                            spec.port(),
                            null,
                            spec.maxIdle(),
                            spec.keepIdle(),
                            new TlsRoots(pem));

            assertThat(client.exchange(head(own))).isEqualTo("{}");
            assertThatThrownBy(() -> client.exchange(head(spec)))
                    .hasMessageContaining("upstream.example");
        }
        assertThatThrownBy(() -> new TlsRoots("no certificate"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static RequestHead head(OriginSpec spec) {
        return RequestHead.of(spec, "POST", "/v1/x", List.of());
    }

    @Test
    void streamsAndDeadlinesWorkOverTls() throws Exception {
        upstream.then(Behaviours.silentAfter("first"));
        try (var client = client(TlsTrust.with(pem));
                var reply = client.send(post(origin(client, "upstream.example")))) {
            assertThat(reply.read(new byte[10], 0, 10)).isEqualTo(5);
            assertThatThrownBy(() -> reply.read(new byte[10], 0, 10)).hasMessageContaining("idle");
        }
    }

    @Test
    void unknownAuthorityIsRefused() throws Exception {
        try (var client = client(TlsTrust.system())) {
            assertTlsFails(client, "upstream.example");
        }
    }

    @Test
    void certificateForAnotherNameIsRefused() throws Exception {
        try (var client = client(TlsTrust.with(pem))) {
            assertTlsFails(client, "other.example");
        }
    }

    @Test
    void peerThatSpeaksNoTlsIsRefused() throws Exception {
        try (var plain = FakeUpstream.start(Behaviours.raw("HTTP/1.1 400 Bad Request\r\n\r\n"));
                var client = client(TlsTrust.with(pem))) {
            var origin =
                    client.client.origin(
                            TestClient.spec(true, "upstream.example", plain.port(), null));

            assertThatThrownBy(() -> client.exchange(post(origin))).isInstanceOf(CallFailed.class);
        }
    }

    private void assertTlsFails(TestClient client, String host) {
        assertThatThrownBy(() -> client.exchange(post(origin(client, host))))
                .isInstanceOfSatisfying(
                        CallFailed.class,
                        e -> assertThat(e.failure()).isInstanceOf(UpstreamFailure.TlsFailed.class));
    }

    private Origin origin(TestClient client, String host) {
        return client.client.origin(TestClient.spec(true, host, upstream.port(), null));
    }

    private static TestClient client(SSLContext tls) {
        return new TestClient(tls, (_, _) -> List.of(TestClient.loopback()));
    }
}
