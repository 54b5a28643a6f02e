package io.agw.server.upstream;

import io.agw.server.call.CallSettings;
import io.agw.server.call.EgressPolicy;
import io.agw.server.call.EgressRule;
import io.agw.server.call.Sweeper;
import io.agw.server.call.SystemResolver;
import io.agw.server.call.TlsTrust;
import io.agw.server.call.UpstreamClient;
import java.security.GeneralSecurityException;
import java.util.List;
import javax.net.ssl.SSLContext;

/// The client of upstreams as the gateway has it, which may call loopback addresses. Owns what it
/// is made of.
public final class LocalClient implements AutoCloseable {
    private final Sweeper sweeper = new Sweeper();
    private final SystemResolver resolver = new SystemResolver();
    private final UpstreamClient client;

    public LocalClient() {
        this(system());
    }

    /// @param tls trusts the certificates of upstreams
    public LocalClient(SSLContext tls) {
        this(tls, new EgressPolicy(true, List.of()));
    }

    /// @param egress says which addresses may be called
    public LocalClient(EgressRule egress) {
        this(system(), egress);
    }

    private LocalClient(SSLContext tls, EgressRule egress) {
        sweeper.start();
        client = new UpstreamClient(CallSettings.defaults(), egress, resolver, tls, sweeper);
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
