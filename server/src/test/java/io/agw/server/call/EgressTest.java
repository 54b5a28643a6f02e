package io.agw.server.call;

import static io.agw.server.call.TestClient.post;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agw.bundle.upstream.Cidr;
import io.agw.server.upstream.Behaviours;
import io.agw.server.upstream.FakeUpstream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Where the gateway may connect to.
@Timeout(30)
final class EgressTest {
    private final EgressPolicy exposed = new EgressPolicy(false, List.of());
    private final EgressPolicy local = new EgressPolicy(true, List.of());

    @ParameterizedTest
    @ValueSource(
            strings = {"8.8.8.8", "1.1.1.1", "172.32.0.1", "2606:4700::1111", "::ffff:8.8.8.8"})
    void publicAddressesMayBeCalled(String address) throws UnknownHostException {
        assertThat(exposed.objection(address(address))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "127.9.9.9",
                "::1",
                "::ffff:127.0.0.1",
                "0.0.0.0",
                "::",
                "10.0.0.1",
                "172.16.0.1",
                "172.31.255.255",
                "192.168.1.1",
                "100.64.0.1",
                "169.254.1.1",
                "192.0.0.1",
                "198.18.0.1",
                "224.0.0.1",
                "240.0.0.1",
                "255.255.255.255",
                "fe80::1",
                "fc00::1",
                "fd12:3456::1",
                "ff02::1",
                "2001:db8::1",
                "::ffff:10.0.0.1",
                "::127.0.0.1",
                "::10.0.0.1",
                "64:ff9b::10.0.0.1",
                "64:ff9b::7f00:1",
                "2002:7f00:1::",
                "2002:0a00:1::1",
                "2001:0:1:2:3:4:f5ff:fffe",
                "2130706433",
                "127.1",
            })
    void otherAddressesMayNot(String address) throws UnknownHostException {
        assertThat(exposed.objection(address(address))).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "169.254.169.254", "::ffff:169.254.169.254", "fd00:ec2::254", "168.63.129.16",
                "100.100.100.200", "192.0.0.192", "64:ff9b::169.254.169.254", "2002:a9fe:a9fe::",
            })
    void metadataIsNeverCalledWhateverIsAllowed(String address) throws UnknownHostException {
        var everything =
                new EgressPolicy(true, List.of(Cidr.parse("0.0.0.0/0"), Cidr.parse("::/0")));

        assertThat(everything.objection(address(address)))
                .hasValueSatisfying(why -> assertThat(why).contains("metadata"));
    }

    @Test
    void loopbackIsAllowedWhileTheListenerIsOnLoopback() throws UnknownHostException {
        assertThat(local.objection(address("127.0.0.1"))).isEmpty();
        assertThat(local.objection(address("::1"))).isEmpty();
        assertThat(local.objection(address("10.0.0.1")))
                .hasValueSatisfying(why -> assertThat(why).contains("egress.allow_private"));
    }

    @Test
    void privateBlocksAreAllowedByName() throws UnknownHostException {
        var policy =
                new EgressPolicy(false, List.of(Cidr.parse("10.1.0.0/16"), Cidr.parse("fd00::/8")));

        assertThat(policy.objection(address("10.1.2.3"))).isEmpty();
        assertThat(policy.objection(address("10.2.2.3"))).isPresent();
        assertThat(policy.objection(address("fd00::1"))).isEmpty();
        assertThat(policy.objection(address("127.0.0.1"))).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "10.0.0.0/33",
                "10.0.0/8",
                "10.0.0.0/",
                "host/8",
                "::/129",
                "1.2.3.4/-1"
            })
    void blocksThatAreNoneAreRefused(String text) {
        assertThatThrownBy(() -> Cidr.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void forbiddenAddressIsNotConnectedTo() throws IOException {
        try (var upstream = FakeUpstream.start(Behaviours.openAi());
                var client = new TestClient(CallSettings.defaults(), exposed)) {
            var origin = client.origin(upstream.port());

            assertThatThrownBy(() -> client.exchange(post(origin)))
                    .isInstanceOfSatisfying(
                            CallFailed.class,
                            e ->
                                    assertThat(e.failure())
                                            .isInstanceOf(UpstreamFailure.Forbidden.class));
            assertThat(upstream.connections()).isZero();
        }
    }

    @Test
    void nameWithOneForbiddenAddressIsNotTrustedAtAll() throws IOException {
        var publicOne = address("8.8.8.8");
        var privateOne = address("10.0.0.1");
        try (var client = new TestClient(exposed, (_, _) -> List.of(publicOne, privateOne))) {
            var origin = client.client.origin(TestClient.spec(false, "mixed.example", 80, null));

            assertThatThrownBy(() -> client.exchange(post(origin)))
                    .hasMessageContaining("10.0.0.1");
        }
    }

    @Test
    void addressThatWasCheckedIsTheOneThatIsCalled() throws IOException {
        var resolutions = new AtomicInteger();
        try (var upstream = FakeUpstream.start(Behaviours.json(200, "{}"));
                var client =
                        new TestClient(
                                local,
                                (_, _) -> {
                                    resolutions.incrementAndGet();
                                    return List.of(TestClient.loopback());
                                })) {
            var origin =
                    client.client.origin(
                            TestClient.spec(false, "rebinding.example", upstream.port(), null));

            assertThat(client.exchange(post(origin))).isEqualTo("{}");
            assertThat(resolutions).hasValue(1);
            assertThat(upstream.requests().getFirst().header("host"))
                    .isEqualTo("rebinding.example:" + upstream.port());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"metadata.google.internal", "metadata.google.internal.", "metadata"})
    void namesOfMetadataServicesAreRefusedUnresolved(String host) {
        try (var client =
                new TestClient(
                        local,
                        (_, _) -> {
                            throw new AssertionError("resolved");
                        })) {
            var origin = client.client.origin(TestClient.spec(false, host, 80, null));

            assertThatThrownBy(() -> client.exchange(post(origin)))
                    .isInstanceOfSatisfying(
                            CallFailed.class,
                            e ->
                                    assertThat(e.failure())
                                            .isInstanceOf(UpstreamFailure.Forbidden.class));
        }
    }

    @Test
    void nextAddressIsTriedWhenOneIsDead() throws IOException {
        var dead = address("127.0.0.2");
        try (var upstream = FakeUpstream.start(Behaviours.json(200, "{}"));
                var client =
                        new TestClient(local, (_, _) -> List.of(dead, TestClient.loopback()))) {
            var origin =
                    client.client.origin(
                            TestClient.spec(false, "two.example", upstream.port(), null));

            assertThat(client.exchange(post(origin))).isEqualTo("{}");
        }
    }

    private static InetAddress address(String literal) throws UnknownHostException {
        return InetAddress.getAllByName(literal)[0];
    }
}
