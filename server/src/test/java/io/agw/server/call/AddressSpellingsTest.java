package io.agw.server.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agw.server.upstream.Behaviours;
import io.agw.server.upstream.FakeUpstream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// However an address is spelled that must not be called, it is refused before anything is
/// connected to: a rule behind the gateway's own lets nothing through.
@Timeout(60)
final class AddressSpellingsTest {
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    private final List<InetAddress> passed = new ArrayList<>();
    private final EgressPolicy policy = new EgressPolicy(false, List.of());

    static List<String> spellings() {
        return AddressSpellings.all();
    }

    @Test
    void thereAreManyOfThem() {
        assertThat(spellings()).doesNotHaveDuplicates().hasSizeGreaterThan(150);
    }

    @ParameterizedTest
    @MethodSource("spellings")
    void spellingLeadsNowhere(String url) {
        BaseUrl base;
        try {
            base = BaseUrl.parse(url);
        } catch (IllegalArgumentException _) {
            return; // refused when the bundle is checked
        }

        assertThatThrownBy(() -> call(base, null))
                .isInstanceOfSatisfying(
                        CallFailed.class,
                        e -> assertThat(e.failure()).isInstanceOf(UpstreamFailure.Forbidden.class));
        assertThat(passed).isEmpty();
    }

    /// A proxy may read them in another way than the gateway.
    @ParameterizedTest
    @MethodSource("spellings")
    void noProxyIsAskedForIt(String url) {
        BaseUrl base;
        try {
            base = BaseUrl.parse(url);
        } catch (IllegalArgumentException _) {
            return;
        }
        if (!SystemResolver.isLiteral(base.host())) {
            return; // names are the proxy's to resolve
        }

        assertThatThrownBy(() -> call(base, ProxyAddress.parse("http://8.8.8.8:3128")))
                .isInstanceOf(CallFailed.class)
                .hasMessageContaining(base.host());
        assertThat(passed).isEmpty();
    }

    /// So that a refusal above says something.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://8.8.8.8",
                "https://1.1.1.1:8443/v1",
                "http://[2606:4700::1111]",
                "http://[::ffff:8.8.8.8]",
                "http://[64:ff9b::8.8.8.8]",
                "http://[2002:808:808::1]",
                "HTTPS://172.32.0.1",
            })
    void publicAddressesReachTheLastRule(String url) {
        assertThatThrownBy(() -> call(BaseUrl.parse(url), null)).hasMessageContaining("last rule");
        assertThat(passed).hasSize(1);
    }

    @Test
    void nameThatResolvesAnewIsCheckedAnew() throws IOException {
        var answers = new ArrayList<>(List.of(LOOPBACK, address("127.0.0.2")));
        EgressRule onlyTheFirst =
                address ->
                        address.equals(LOOPBACK) ? Optional.empty() : Optional.of("is another one");
        try (var upstream = FakeUpstream.start(Behaviours.json(200, "{}", "Connection: close"));
                var client =
                        new TestClient(onlyTheFirst, (_, _) -> List.of(answers.removeFirst()))) {
            var origin =
                    client.client.origin(
                            TestClient.spec(false, "rebinding.example", upstream.port(), null));

            assertThat(client.exchange(TestClient.post(origin))).isEqualTo("{}");
            assertThatThrownBy(() -> client.exchange(TestClient.post(origin)))
                    .hasMessageContaining("is another one");

            assertThat(upstream.connections()).isEqualTo(1);
            assertThat(answers).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    void redirectIsAnAnswerAndNobodyGoesThere(int status) throws IOException {
        try (var forbidden = FakeUpstream.start(Behaviours.json(200, "{}"));
                var upstream =
                        FakeUpstream.start(
                                Behaviours.json(
                                        status,
                                        "",
                                        "Location: http://127.0.0.1:" + forbidden.port() + "/"));
                var client = new TestClient();
                var reply = client.send(TestClient.get(client.origin(upstream.port())))) {
            assertThat(reply.status()).isEqualTo(status);
            assertThat(upstream.connections()).isEqualTo(1);
            assertThat(forbidden.connections()).isZero();
        }
    }

    private void call(BaseUrl base, @Nullable ProxyAddress proxy) throws CallFailed {
        EgressRule rule = address -> policy.objection(address).or(() -> lastRule(address));
        try (var client = new TestClient(rule, (host, _) -> resolve(host))) {
            var spec = TestClient.spec(base.secure(), base.host(), base.port(), proxy);
            client.exchange(TestClient.post(client.client.origin(spec)));
        }
    }

    private Optional<String> lastRule(InetAddress address) {
        passed.add(address);
        return Optional.of("last rule: nothing is called by this test");
    }

    /// Whoever has a name, it leads to this host.
    private static List<InetAddress> resolve(String host) {
        return List.of(SystemResolver.isLiteral(host) ? address(host) : LOOPBACK);
    }

    private static InetAddress address(String literal) {
        try {
            return InetAddress.getByName(literal);
        } catch (UnknownHostException e) {
            throw new AssertionError(literal + " is no address", e);
        }
    }
}
