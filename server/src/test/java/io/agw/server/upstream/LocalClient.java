package io.agw.server.upstream;

import io.agw.server.call.CallSettings;
import io.agw.server.call.EgressPolicy;
import io.agw.server.call.EgressRule;
import io.agw.server.call.Sweeper;
import io.agw.server.call.SystemResolver;
import io.agw.server.call.TlsTrust;
import io.agw.server.call.UpstreamClient;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLContext;

/// The client of upstreams as the gateway has it, which may call loopback addresses. Owns what it
/// is made of.
public final class LocalClient implements AutoCloseable {
    private final Sweeper sweeper = new Sweeper();
    private final SystemResolver resolver = new SystemResolver();
    private final UpstreamClient client;

    public LocalClient() {
        this(new EgressPolicy(true, List.of()));
    }

    /// @param tls trusts the certificates of upstreams
    /// @param refusal longest wait for the body of an answer that is none
    public LocalClient(SSLContext tls, Duration refusal) {
        this(tls, new EgressPolicy(true, List.of()), with(refusal));
    }

    /// @param refusal longest wait for the body of an answer that is none
    public LocalClient(Duration refusal) {
        this(system(), refusal);
    }

    /// @param egress says which addresses may be called
    public LocalClient(EgressRule egress) {
        this(system(), egress, CallSettings.defaults());
    }

    private LocalClient(SSLContext tls, EgressRule egress, CallSettings settings) {
        sweeper.start();
        client = new UpstreamClient(settings, egress, resolver, tls, sweeper);
    }

    private static CallSettings with(Duration refusal) {
        var usual = CallSettings.defaults();
        return new CallSettings(
                usual.maxConnections(), usual.maxHeadBytes(), usual.maxHeaders(), refusal);
    }

    private static SSLContext system() {
        try {
            return TlsTrust.system();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    public UpstreamClient client() {
        return client;
    }

    public Sweeper sweeper() {
        return sweeper;
    }

    @Override
    public void close() {
        client.close();
        sweeper.close();
        resolver.close();
    }
}
