package io.agw.reconciler.status;

import java.util.Map;

/// How an attempt ended, as the status says it.
///
/// @param ready whether the gateway agrees with the source
/// @param raised what is not as it should be; everything else is cleared
public record Verdict(
        Phase phase, Condition.State ready, Said said, Map<Condition.About, Said> raised) {
    public Verdict {
        raised = Map.copyOf(raised);
    }

    /// A reason with its message, which holds no secret.
    public record Said(String reason, String message) {
        public Said(Reason reason, String message) {
            this(reason.word(), message);
        }
    }
}
