package io.agw.server.call;

import static io.agw.server.call.TestClient.post;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agw.server.upstream.Behaviours;
import io.agw.server.upstream.FakeUpstream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Ways through proxies.
@Timeout(30)
final class ProxyTest {
    private TestClient client;
    private FakeUpstream proxy;

    @BeforeEach
    void start() throws IOException {
        client = new TestClient();
        proxy = FakeUpstream.start(Behaviours.json(200, "{}"));
    }

    @AfterEach
    void stop() throws IOException {
        client.close();
        proxy.close();
    }

    @Test
    void plainCallsNameTheWholeUrlToAForwardProxy() throws CallFailed {
        var origin = origin(false, "http://user:word@127.0.0.1:" + proxy.port());

        assertThat(client.exchange(post(origin))).isEqualTo("{}");

        var seen = proxy.requests().getFirst();
        assertThat(seen.target()).isEqualTo("http://api.example:8443/v1/x");
        assertThat(seen.header("host")).isEqualTo("api.example:8443");
        assertThat(seen.header("proxy-authorization")).isEqualTo("Basic dXNlcjp3b3Jk");
    }

    @Test
    void secureCallsAskForATunnel() {
        proxy.then(Behaviours.raw("HTTP/1.1 200 Connection established\r\n\r\n"));
        var origin = origin(true, "http://user:word@127.0.0.1:" + proxy.port());

        // nobody speaks TLS at the other end of this tunnel
        assertFails(origin, UpstreamFailure.TlsFailed.class);

        var seen = proxy.requests().getFirst();
        assertThat(seen.method()).isEqualTo("CONNECT");
        assertThat(seen.target()).isEqualTo("api.example:8443");
        assertThat(seen.header("proxy-authorization")).isEqualTo("Basic dXNlcjp3b3Jk");
    }

    @Test
    void refusedTunnelIsUnreachable() {
        proxy.then(Behaviours.json(407, "{}"));

        assertFails(
                origin(true, "http://127.0.0.1:" + proxy.port()),
                UpstreamFailure.Unreachable.class);
    }

    @Test
    void tunnelToAForbiddenAddressIsNotAskedFor() {
        var proxyAddress = ProxyAddress.parse("http://127.0.0.1:" + proxy.port());
        var origin = client.client.origin(TestClient.spec(true, "10.0.0.1", 443, proxyAddress));

        assertFails(origin, UpstreamFailure.Forbidden.class);
        assertThat(proxy.requests()).isEmpty();
    }

    @Test
    void socksProxyIsGivenTheAddress() throws Exception {
        var seen = new AtomicReference<String>();
        try (var upstream = FakeUpstream.start(Behaviours.json(200, "{}"));
                var socks = new ServerSocket(0, 10, TestClient.loopback())) {
            var served = Thread.startVirtualThread(() -> serveSocks(socks, seen));
            var address =
                    ProxyAddress.parse("socks5://user:word@127.0.0.1:" + socks.getLocalPort());
            var origin =
                    client.client.origin(
                            TestClient.spec(false, "127.0.0.1", upstream.port(), address));

            assertThat(client.exchange(post(origin))).isEqualTo("{}");
            assertThat(upstream.requests().getFirst().target()).isEqualTo("/v1/x");
            assertThat(seen.get()).isEqualTo("user:word to 127.0.0.1:" + upstream.port());
            client.client.close();
            served.join();
        }
    }

    private Origin origin(boolean secure, String proxyUrl) {
        return client.client.origin(
                TestClient.spec(secure, "api.example", 8443, ProxyAddress.parse(proxyUrl)));
    }

    private void assertFails(Origin origin, Class<? extends UpstreamFailure> failure) {
        assertThatThrownBy(() -> client.exchange(post(origin)))
                .isInstanceOfSatisfying(
                        CallFailed.class, e -> assertThat(e.failure()).isInstanceOf(failure));
    }

    private static void serveSocks(ServerSocket server, AtomicReference<String> seen) {
        try (var socket = server.accept()) {
            var in = new DataInputStream(socket.getInputStream());
            var out = socket.getOutputStream();
            in.readByte();
            in.readNBytes(in.readUnsignedByte());
            out.write(new byte[] {5, 2});
            in.readByte();
            var user = new String(in.readNBytes(in.readUnsignedByte()), StandardCharsets.UTF_8);
            var word = new String(in.readNBytes(in.readUnsignedByte()), StandardCharsets.UTF_8);
            out.write(new byte[] {1, 0});
            in.readNBytes(3);
            assertThat(in.readByte()).isEqualTo((byte) 1);
            var host = java.net.InetAddress.getByAddress(in.readNBytes(4));
            int port = in.readUnsignedShort();
            seen.set(user + ":" + word + " to " + host.getHostAddress() + ":" + port);
            out.write(new byte[] {5, 0, 0, 1, 127, 0, 0, 1, 0, 0});
            try (var target = new Socket(host, port)) {
                var back = Thread.startVirtualThread(() -> copy(target, socket));
                copy(socket, target);
                target.shutdownOutput();
                back.join();
            }
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void copy(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException _) {
            // the other side has closed
        }
    }
}
