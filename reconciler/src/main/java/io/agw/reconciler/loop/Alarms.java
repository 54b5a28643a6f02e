package io.agw.reconciler.loop;

import java.time.Instant;

/// Calls back at a time. Thread-safe.
@FunctionalInterface
public interface Alarms {
    /// Calls `ring` once at that time or soon after, at once when it has passed. The call must be
    /// short: all alarms share a thread.
    Alarm at(Instant time, Runnable ring);

    /// A call that is due.
    @FunctionalInterface
    interface Alarm {
        /// Calls nobody any more, unless the call is under way.
        void cancel();
    }
}
