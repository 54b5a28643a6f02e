package io.agw.store;

import io.agw.bundle.model.ObjectKey;
import java.util.List;

/// What became of a changeset.
public sealed interface Commit {
    /// Everything is written and durable.
    ///
    /// @param revisionId id of the revision entry, 0 when there was none
    record Done(ConfigState state, long revisionId) implements Commit {}

    /// Nothing is written: these objects have changed since the plan was made.
    record Stale(List<ObjectKey> keys) implements Commit {
        public Stale {
            keys = List.copyOf(keys);
        }
    }
}
