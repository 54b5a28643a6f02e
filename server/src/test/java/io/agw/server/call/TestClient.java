package io.agw.server.call;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/// An upstream client for tests: loopback allowed, short deadlines.
final class TestClient implements AutoCloseable {
    static final Timeouts SHORT =
            new Timeouts(
                    Duration.ofMillis(800),
                    Duration.ofMillis(800),
                    Duration.ofMillis(800),
                    Duration.ofSeconds(20),
                    Duration.ofMillis(800),
                    Duration.ofSeconds(20));

    final Sweeper sweeper = new Sweeper();
    final UpstreamClient client;
    private final SystemResolver resolver = new SystemResolver();

    TestClient() {
        this(CallSettings.defaults());
    }

    TestClient(CallSettings settings) {
        this(settings, new EgressPolicy(true, List.of()));
    }

    TestClient(CallSettings settings, EgressRule egress) {
        sweeper.start();
        client = new UpstreamClient(settings, egress, resolver, systemTls(), sweeper);
    }

    TestClient(SSLContext tls, Resolver names) {
        sweeper.start();
        client =
                new UpstreamClient(
                        CallSettings.defaults(),
                        new EgressPolicy(true, List.of()),
                        names,
                        tls,
                        sweeper);
    }

    TestClient(EgressRule egress, Resolver names) {
        sweeper.start();
        client = new UpstreamClient(CallSettings.defaults(), egress, names, systemTls(), sweeper);
    }

    Origin origin(int port) {
        return client.origin(spec(false, "127.0.0.1", port, null));
    }

    static OriginSpec spec(boolean secure, String host, int port, @Nullable ProxyAddress proxy) {
        return new OriginSpec(secure, host, port, proxy, 20, Duration.ofSeconds(90), null);
    }

    static RequestHead post(Origin origin) {
        return RequestHead.of(origin.spec(), "POST", "/v1/x", List.of());
    }

    static RequestHead get(Origin origin) {
        return RequestHead.of(origin.spec(), "GET", "/v1/x", List.of());
    }

    UpstreamReply send(RequestHead head) throws CallFailed {
        return send(head, new Cancellation());
    }

    UpstreamReply send(RequestHead head, Cancellation cancellation) throws CallFailed {
        return client.send(
                new UpstreamRequest(head, List.of(), new byte[] {'{', '}'}, SHORT, cancellation));
    }

    /// Sends, reads the whole body, and closes.
    String exchange(RequestHead head) throws CallFailed {
        try (var reply = send(head)) {
            return new String(reply.readAll(1 << 20), StandardCharsets.UTF_8);
        }
    }

    @Override
    public void close() {
        client.close();
        sweeper.close();
        resolver.close();
    }

    static InetAddress loopback() {
        return InetAddress.getLoopbackAddress();
    }

    private static SSLContext systemTls() {
        try {
            return SSLContext.getDefault();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
