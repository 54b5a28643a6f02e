package io.agw.store;

import io.agw.bundle.plan.Owner;
import java.util.List;
import java.util.Optional;

/// What is remembered of a source across restarts. Thread-safe.
public interface SourceRecords {
    /// The stored JSON of a source's status, as the reconciler wrote it last.
    Optional<String> status(Owner source);

    /// Stores the status with what there is to tell of it, both or neither.
    void saveStatus(Owner source, String statusJson, List<EventDraft> events);

    /// Operator decisions that no git commit may undo: suspension, held revisions, approvals.
    Optional<String> control(Owner source);

    /// Stores the decisions with the acts that led to them, both or neither.
    void saveControl(Owner source, String controlJson, List<AuditDraft> acts);
}
