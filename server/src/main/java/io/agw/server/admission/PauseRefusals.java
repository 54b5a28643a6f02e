package io.agw.server.admission;

import io.agw.server.admission.pause.Pause;
import io.agw.server.turn.Refusal;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a client is told that is paused, whoever paused it.
final class PauseRefusals {
    private static final int FORBIDDEN = 403;

    private PauseRefusals() {}

    static Refusal of(Pause pause, Instant now) {
        var holder = pause.holder();
        var reason = pause.reason().isEmpty() ? pause.origin() : pause.reason();
        var message =
                holder.type().word().replace('_', ' ')
                        + " \""
                        + holder.id()
                        + "\" is paused: "
                        + reason
                        + " (expected: a try "
                        + (pause.until() == null
                                ? "once it is resumed)"
                                : "after " + pause.until() + ")");
        return of(new Paused(holder.type().word(), message, reason, pause.until()), now, Map.of());
    }

    /// @param now from which it counts when the pause ends
    /// @param further what else is known of the pause
    static Refusal of(Paused paused, Instant now, Map<String, String> further) {
        var until = paused.until();
        var details = new LinkedHashMap<String, String>();
        details.put("reason", paused.reason());
        details.putAll(further);
        if (until != null) {
            details.put("resumes_at", until.toString());
        }
        var retryAfter = until == null ? null : Duration.between(now, until);
        return new Refusal(FORBIDDEN, paused.kind() + "_paused", paused.message(), retryAfter, null)
                .with(details);
    }

    /// Somebody who is paused.
    ///
    /// @param kind `agent` or `virtual_key`
    /// @param until when that ends by itself; null when it does not
    record Paused(String kind, String message, String reason, @Nullable Instant until) {}
}
