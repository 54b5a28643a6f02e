package io.agw.server.admission.pause;

import io.agw.server.admission.holder.Holder;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Somebody may do nothing until the pause ends.
///
/// @param holder a key or an agent
/// @param origin what paused it: {@link #MANUAL}, or `policy:` and the id of a policy
/// @param reason for people, also those who are refused; empty for none
/// @param actor who did it; empty for the gateway itself
/// @param until when it ends by itself; null for never
public record Pause(
        Holder holder,
        String origin,
        String reason,
        String actor,
        Instant since,
        @Nullable Instant until) {
    /// Paused by an operator.
    public static final String MANUAL = "manual";

    /// Whether it has not ended by itself.
    public boolean isOn(Instant now) {
        return until == null || now.isBefore(until);
    }
}
