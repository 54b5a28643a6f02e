package io.agw.server.call;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLContext;

/// Calls upstreams. Blocking: made for one virtual thread per call. Thread-safe.
///
/// A request that failed on a connection which had been idle is sent once more, on a new
/// connection, when the upstream certainly did nothing: its request was not wholly sent, or is one
/// that may be repeated and not a byte of an answer came. Every other repetition is the caller's
/// decision.
///
/// The client borrows its sweeper and resolver. {@link #close} closes idle connections; calls under
/// way go on and close theirs when they end.
public final class UpstreamClient implements AutoCloseable {
    private final CallSettings settings;
    private final Dialer dialer;
    private final Sweeper sweeper;
    private final Map<OriginSpec, Origin> origins = new ConcurrentHashMap<>();

    /// @param tls trusts the certificates of upstreams; their host names are verified always
    public UpstreamClient(
            CallSettings settings,
            EgressRule egress,
            Resolver resolver,
            SSLContext tls,
            Sweeper sweeper) {
        this.settings = settings;
        this.dialer = new Dialer(egress, resolver, tls, sweeper);
        this.sweeper = sweeper;
    }

    /// The connections to an upstream, the same for equal specs for as long as they are used.
    Origin origin(OriginSpec spec) {
        return origins.computeIfAbsent(
                spec,
                wanted -> {
                    var origin = new Origin(wanted, dialer, settings, this::forget);
                    sweeper.add(origin);
                    return origin;
                });
    }

    private void forget(Origin origin) {
        origins.remove(origin.spec(), origin);
        sweeper.remove(origin);
    }

    /// The upstreams that are called now or were a short while ago.
    public Set<OriginSpec> origins() {
        return Set.copyOf(origins.keySet());
    }

    /// Sends a request and waits for the head of its answer, which the caller closes.
    ///
    /// @throws CallFailed when no answer began
    public UpstreamReply send(UpstreamRequest request) throws CallFailed {
        request.cancellation().check();
        var origin = origin(request.head().origin());
        var idle = origin.takeIdle();
        if (idle != null) {
            boolean sent = false;
            try {
                Exchange.send(idle, request);
                sent = true;
                return Exchange.receive(idle, request, settings);
            } catch (CallFailed e) {
                boolean harmless = !sent || (request.head().isReplayable() && idle.isSilent());
                if (!harmless || !(e.failure() instanceof UpstreamFailure.Reset)) {
                    throw e;
                }
            }
        }
        var connection = origin.connect(request.timeouts(), request.cancellation());
        Exchange.send(connection, request);
        return Exchange.receive(connection, request, settings);
    }

    @Override
    public void close() {
        origins.values()
                .forEach(origin -> {
                    sweeper.remove(origin);
                    origin.close();
                });
    }
}
