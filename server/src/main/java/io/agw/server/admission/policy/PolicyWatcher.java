package io.agw.server.admission.policy;

import io.agw.server.admission.holder.Holder;
import java.time.Instant;

/// Hears of policies whose conditions hold. Does not throw, and does not block for long: it is
/// called by requests. Thread-safe.
public interface PolicyWatcher {
    /// Nobody hears.
    PolicyWatcher NONE =
            new PolicyWatcher() {
                @Override
                public void matched(PolicyRule rule) {}

                @Override
                public void happened(Match match) {}
            };

    /// A condition holds; each time.
    void matched(PolicyRule rule);

    /// Something is done, or would be; not again for the same agent or key before the policy's
    /// cooldown is over.
    void happened(Match match);

    /// What holds of whom.
    ///
    /// @param at when
    record Match(PolicyRule rule, Holder holder, Instant at) {}
}
