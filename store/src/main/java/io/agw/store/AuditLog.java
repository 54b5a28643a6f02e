package io.agw.store;

import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;

/// Append-only log of administrative acts, in which each entry vouches for all before it.
/// Thread-safe.
public interface AuditLog {
    void append(AuditDraft entry);

    /// The newest entries first, those with an id below `before` (0: from the newest on).
    List<Entry> list(long before, int limit);

    /// Id of the first entry that was altered, or after which one is missing; empty when the log is
    /// whole. Reads all of it.
    OptionalLong firstBroken();

    /// A logged act.
    record Entry(long id, Instant at, AuditDraft draft) {}
}
