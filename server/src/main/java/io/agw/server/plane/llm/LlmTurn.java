package io.agw.server.plane.llm;

import io.agw.bundle.model.LlmRoute;
import io.agw.server.authenticate.Principal;
import io.agw.server.dispatch.Fault;
import io.agw.server.dispatch.Outcome;
import io.agw.server.dispatch.Routing;
import io.agw.server.match.Route;
import io.agw.server.record.TurnLog;
import io.agw.server.turn.Received;
import io.agw.server.turn.ReplySink;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One authenticated turn on an LLM route.
///
/// @param principal who asks
record LlmTurn(Received received, Principal principal, Way way, TurnLog log, ReplySink sink) {
    private static final Logger LOG = LoggerFactory.getLogger(LlmTurn.class);

    /// Notes that no upstream did its part, and tells the operator more than the client.
    void upstreamFailed(Outcome.Failed<?> failed) {
        log.upstreamFailed();
        var what =
                switch (failed.fault()) {
                    case Fault.Answered answered -> "answered " + answered.status();
                    case Fault.Broken(var failure) -> failure.detail();
                    case Fault.Unsaid(_, var says) -> says;
                };
        LOG.warn(
                "request {}: provider {} failed after {} attempts: {}: {}",
                received.requestId(),
                failed.providerId(),
                failed.attempts(),
                failed.fault().code(),
                what);
    }

    /// What the gateway itself says to this client.
    ClientShape shape() {
        return way.shape();
    }

    Routing routing() {
        return way.routing();
    }

    /// Id of the virtual key; null when the route asks for none.
    @Nullable String keyId() {
        return principal.keyId().orElse(null);
    }

    /// Whether the client is told how its answer came about.
    boolean exposesMetadata() {
        return way.route().object() instanceof LlmRoute route && route.exposeMetadata();
    }

    /// Which route a turn takes.
    ///
    /// @param shape what the gateway itself says to the client
    record Way(Route route, ClientShape shape, Routing routing) {}
}
