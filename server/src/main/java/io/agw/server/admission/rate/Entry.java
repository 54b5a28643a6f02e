package io.agw.server.admission.rate;

import java.time.Duration;

/// What a limit says to one who comes.
public sealed interface Entry {
    /// In.
    ///
    /// @param waitedNanos in the queue
    record Entered(Lease lease, long waitedNanos) implements Entry {}

    /// Not in.
    ///
    /// @param by what is used up
    /// @param retryAfter when it makes sense to come again, as far as can be told
    /// @param queued whether it waited in vain, or found the queue full
    record Refused(Dimension by, Duration retryAfter, boolean queued) implements Entry {}
}
