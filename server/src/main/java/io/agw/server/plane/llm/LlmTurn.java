package io.agw.server.plane.llm;

import io.agw.server.dispatch.Fault;
import io.agw.server.dispatch.Outcome;
import io.agw.server.dispatch.Routing;
import io.agw.server.record.TurnLog;
import io.agw.server.turn.Received;
import io.agw.server.turn.ReplySink;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One authenticated turn on an LLM route.
///
/// @param shape what the gateway itself says to this client
record LlmTurn(Received received, ClientShape shape, Routing routing, TurnLog log, ReplySink sink) {
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
}
