package io.agw.reconciler.loop;

import io.agw.reconciler.apply.ApplyResult;
import java.time.Instant;
import java.util.List;

/// What became of something that an operator asked of a source.
public sealed interface Operated {
    /// Done; the status shows it.
    record Done() implements Operated {}

    /// Asked for; the status shows the token once it is done.
    record Requested(String token) implements Operated {}

    /// Refused, since the source is suspended.
    record Suspended(String reason, String actor) implements Operated {}

    /// Refused, since the time is over already.
    record Past(Instant until, Instant now) implements Operated {}

    /// There is no such plan or revision.
    record Unknown(String what) implements Operated {}

    /// The revision is not held back.
    ///
    /// @param held those that are
    record NotHeld(String revision, List<String> held) implements Operated {
        public NotHeld {
            held = List.copyOf(held);
        }
    }

    /// A rollback was planned; the result says the rest.
    record RolledBack(ApplyResult result) implements Operated {}

    /// The store could not do it; nothing has changed.
    record Failed(String message) implements Operated {}
}
