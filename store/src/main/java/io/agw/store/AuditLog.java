package io.agw.store;

import java.time.Instant;
import java.util.List;

/// Append-only log of administrative acts. Thread-safe.
public interface AuditLog {
    void append(AuditDraft entry);

    /// The newest entries first, those with an id below `before` (0: from the newest on).
    List<Entry> list(long before, int limit);

    /// A logged act.
    record Entry(long id, Instant at, AuditDraft draft) {}
}
