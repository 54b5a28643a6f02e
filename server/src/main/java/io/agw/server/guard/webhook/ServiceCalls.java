package io.agw.server.guard.webhook;

import io.agw.server.guard.finding.NoVerdict;
import io.agw.server.hook.Hook;
import io.agw.store.Payer;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Asks services for one turn, while that waits. Used by the turn's own thread.
public interface ServiceCalls {
    /// What services are told of the turn.
    About about();

    /// Blocks until there is an answer, or the time is over.
    ///
    /// @return the answer's body
    /// @throws NoVerdict when there is none, whyever
    byte[] ask(ServiceCall call) throws NoVerdict;

    /// @param model that the client asks for; null when it names none
    record About(String requestId, String routeId, @Nullable String model, Payer payer) {}

    /// @param guardrail that asks
    /// @param json what is sent; made only when it may be
    /// @param within longest time that it may take
    /// @param most questions of the guardrail at once
    record ServiceCall(
            String guardrail, Hook hook, Supplier<byte[]> json, Duration within, int most) {}
}
