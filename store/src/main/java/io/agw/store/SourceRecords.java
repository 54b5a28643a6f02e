package io.agw.store;

import io.agw.bundle.plan.Owner;
import java.util.Optional;

/// What is remembered of a source across restarts. Thread-safe.
public interface SourceRecords {
    /// The stored JSON of a source's status, as the reconciler wrote it last.
    Optional<String> status(Owner source);

    void saveStatus(Owner source, String statusJson);

    /// Operator decisions that no git commit may undo: suspension, held revisions, approvals.
    Optional<String> control(Owner source);

    void saveControl(Owner source, String controlJson);
}
